package dev.daybook.cli.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.cli.imports.file.Progress;
import dev.daybook.cli.imports.file.RowSource;
import dev.daybook.cli.imports.file.Rows;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through a file from its start to its end, as often as needed, and says in words why it cannot be read. */
final class Passes {
    private final RowSource file;
    private final Progress progress;

    Passes(RowSource file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** What comes of the file's rows. */
    <T> T through(Function<Rows, T> work) {
        progress.start();
        try (var rows = file.open(progress)) {
            var done = work.apply(rows);
            file.checkColumns();
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
