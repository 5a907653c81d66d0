package dev.daybook.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a file from start to end as often as needed, and explains failures to read it. */
final class Passes {
    private final RowSource file;
    private final Progress progress;

    Passes(RowSource file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Runs {@code work}, which reads all rows of the file or only the first ones, and returns its result. */
    <T> T through(Function<Rows, T> work) {
        progress.start();
        try (var rows = file.open(progress)) {
            var done = work.apply(rows);
            if (!rows.hasNext()) {
                file.checkColumns();
            }
            return done;
        } catch (CsvParseException malformed) {
            throw unreadable(malformed);
        } catch (IOException failure) {
            throw unreadable(failure);
        } catch (UncheckedIOException failure) {
            throw unreadable(failure);
        } finally {
            progress.end();
        }
    }

    private ProblemException unreadable(Exception failure) {
        var cause = failure.getCause() instanceof CharacterCodingException inner ? inner : failure;
        var problem = Problem.INVALID_VALUE.because("cannot read " + file.path() + ": " + reason(cause));
        problem.initCause(failure);
        return problem;
    }

    private @Nullable String reason(Exception failure) {
        try {
            return failure instanceof CharacterCodingException text
                    ? file.withPlace(text).getMessage()
                    : failure.getMessage();
        } catch (IOException unreadable) {
            return unreadable.getMessage();
        }
    }
}
