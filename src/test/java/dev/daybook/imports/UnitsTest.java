package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Row;
import dev.daybook.imports.file.Rows;
import dev.daybook.wire.FileRow;
import dev.daybook.wire.RowRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server reads files too: rows that are far too long must not fill its memory before they are refused. */
class UnitsTest {
    private static final int COUNT = 1_000;

    @Test
    void readsFewLongRowsAhead() {
        var rows = new LongRows("x".repeat(1_000_000));
        var units = units(rows);

        assertTrue(units.hasNext());
        assertTrue(rows.read <= 8, () -> rows.read + " rows of a million characters in memory");
        var batch = units.next(COUNT).size();
        assertTrue(batch <= 8, () -> batch + " rows of a million characters in a batch");
        var sum = batch;
        for (var next = units.next(COUNT); !next.isEmpty(); next = units.next(COUNT)) {
            sum += next.size();
        }
        assertEquals(COUNT, sum);
    }

    @Test
    void aBatchOfShortRowsIsWhole() {
        assertEquals(COUNT, units(new LongRows("x")).next(COUNT).size());
    }

    private static Units<?> units(Rows rows) {
        return new Units<>(new CustomerKind(), rows, RowRules.of(Account.DEFAULT_ZONE), false, Map.of());
    }

    /** Rows with this text each. They share it, so that the test itself needs little memory. */
    private static final class LongRows implements Rows {
        private final String text;
        private int read;

        LongRows(String text) {
            this.text = text;
        }

        @Override
        public List<String> columns() {
            return List.of("name");
        }

        @Override
        public boolean hasNext() {
            return read < COUNT;
        }

        @Override
        public Row next() {
            read++;
            return new Row(Integer.toString(read), List.of(text), () -> FileRow.ofTexts(Map.of("name", text)), "");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
