package dev.daybook.server;

import dev.daybook.domain.Problem;
import dev.daybook.imports.file.Row;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * Source of at most so many rows. An import keeps the keys of all rows in memory, about 150 bytes for each, and a server
 * needs memory for requests too. So only one import at a time reads more than a part of this number; others wait.
 *
 * @param source the rows
 * @param most the most rows
 * @param alone the number of rows from which on an import reads alone
 * @param place the place of the import that reads alone; all imports of a server share it
 */
record BoundedRows(RowSource source, long most, long alone, Semaphore place) implements RowSource {
    @Override
    public Path path() {
        return source.path();
    }

    @Override
    public Rows open(UnaryOperator<InputStream> watch) throws IOException {
        return new Counted(source.open(watch));
    }

    @Override
    public void checkColumns() {
        source.checkColumns();
    }

    @Override
    public IOException withPlace(CharacterCodingException failure) throws IOException {
        return source.withPlace(failure);
    }

    private final class Counted implements Rows {
        private final Rows rows;
        private long count;
        private boolean placed;

        Counted(Rows rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            var row = rows.next();
            count++;
            if (count > most) {
                throw Problem.INVALID_VALUE.because(String.format(
                        Locale.ROOT,
                        "the file has more than %,d rows; divide it, or import it with 'daybook import' on the server",
                        most));
            }
            if (count > alone && !placed) {
                take();
            }
            return row;
        }

        private void take() {
            try {
                place.acquire();
                placed = true;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw Problem.UNAVAILABLE.because("the server is stopping");
            }
        }

        @Override
        public void close() throws IOException {
            if (placed) {
                placed = false;
                place.release();
            }
            rows.close();
        }

        @Override
        public String placeName() {
            return rows.placeName();
        }

        @Override
        public boolean areIndependent() {
            return rows.areIndependent();
        }

        @Override
        public List<String> columns() {
            return rows.columns();
        }
    }
}
