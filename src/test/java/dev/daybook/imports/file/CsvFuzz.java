package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** Reads arbitrary text as a CSV file, as an import does. */
public final class CsvFuzz {
    private CsvFuzz() {}

    /** Reads every row of the text. Accepts the refusals that an import handles, and throws every other exception. */
    public static void read(String text) {
        try (var rows = new CsvRows(new StringReader(text), ',', UnaryOperator.identity())) {
            while (rows.hasNext()) {
                readRow(rows.next());
            }
        } catch (CsvParseException | IllegalArgumentException refusal) {
            // An import handles this refusal.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void readRow(Row row) {
        try {
            assertNotNull(row.fields().get());
        } catch (ProblemException refusal) {
            // An import handles this refusal.
        }
    }
}
