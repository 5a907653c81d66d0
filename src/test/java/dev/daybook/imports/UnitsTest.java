package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Row;
import dev.daybook.imports.file.Rows;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server reads files too: rows that are far too long must not fill its memory before they are refused. */
class UnitsTest {
    private static final int COUNT = 1_000;
    private static final RowRules RULES = RowRules.of(Account.DEFAULT_ZONE);

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
    void aBatchOfShortRowsHasItsFullSize() {
        assertEquals(COUNT, units(new LongRows("x")).next(COUNT).size());
    }

    /**
     * An order with too many long rows is refused before all of them are in memory: its first and its last row are
     * never in memory at the same time.
     */
    @Test
    void tooManyLongRowsOfOneRecordAreRefused() {
        var rows = new LongRows("x".repeat(200_000));
        var units = new Units<>(new OrderKind(), rows, RULES, false, Map.of("E-1", COUNT));

        var refused = assertThrows(ProblemException.class, units::hasNext);
        assertTrue(refused.detail().contains("30000000 characters"), refused.detail());
        assertTrue(refused.detail().startsWith("the record E-1 is too large"), refused.detail());
        assertTrue(rows.read < 200, () -> rows.read + " rows of 200,000 characters in memory");
    }

    @Test
    void aFileWithScatteredRowsOfLongOrdersMustBeSorted() {
        var rows = new LongRows("x".repeat(200_000), row -> "E-" + row);
        var counts =
                IntStream.rangeClosed(0, COUNT).boxed().collect(Collectors.toMap(order -> "E-" + order, order -> 2));
        var units = new Units<>(new OrderKind(), rows, RULES, false, counts);

        var refused = assertThrows(ProblemException.class, units::hasNext);
        assertTrue(refused.detail().contains("sort the file by its erp_order_id"), refused.detail());
    }

    /**
     * Rows wait in memory until their order is complete. When they are joined to the order, they must no longer count
     * towards the limit for waiting rows.
     */
    @Test
    void adjacentLongRowsOfAnOrderAreJoined() {
        var rows = new LongRows("x".repeat(200_000), row -> "E-" + row / 2);
        var counts = IntStream.rangeClosed(0, COUNT / 2)
                .boxed()
                .collect(Collectors.toMap(order -> "E-" + order, order -> 2));
        counts.put("E-0", 1);
        counts.put("E-" + COUNT / 2, 1);
        var units = new Units<>(new OrderKind(), rows, RULES, false, counts);

        var sum = 0;
        for (; units.hasNext(); units.next()) {
            sum++;
        }
        assertEquals(COUNT / 2 + 1, sum);
    }

    private static Units<?> units(Rows rows) {
        return new Units<>(new CustomerKind(), rows, RULES, false, Map.of());
    }

    /** Rows that share one text, so that the test itself needs little memory. */
    private static final class LongRows implements Rows {
        private final String text;
        private final IntFunction<String> orderOf;
        private int read;

        LongRows(String text) {
            this(text, row -> "E-1");
        }

        LongRows(String text, IntFunction<String> orderOf) {
            this.text = text;
            this.orderOf = orderOf;
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
            var texts = Map.of("name", text, "erp_order_id", orderOf.apply(read));
            return new Row(Integer.toString(read), List.of(text), () -> FileRow.ofTexts(texts), "");
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
