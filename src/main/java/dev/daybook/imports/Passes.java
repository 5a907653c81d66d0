package dev.daybook.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.FileReason;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes through a file. Each pass opens the file and reads it from its start; if the file cannot be read, the pass
 * fails with a message for the user. A complete pass checks the digest, because another program may have changed the
 * file since the last pass.
 */
public final class Passes {
    private final RowSource file;
    private final Progress progress;
    private final Predicate<MessageDigest> isSame;

    /**
     * Prepares passes through this file, and reads nothing yet.
     *
     * @param isSame whether a digest is that of the intended file; called with the digest of all bytes that a complete
     *     pass has read
     */
    Passes(RowSource file, Progress progress, Predicate<MessageDigest> isSame) {
        this.file = file;
        this.progress = progress;
        this.isSame = isSame;
    }

    /**
     * The number of rows of a file, at most {@code most}: further rows are not read.
     *
     * @throws ProblemException INVALID_VALUE if the file cannot be read
     */
    public static long countRows(RowSource file, long most) {
        return new Passes(file, Progress.NONE, read -> true).through(rows -> {
            var count = 0L;
            for (; count < most && rows.hasNext(); count++) {
                rows.next();
            }
            return count;
        });
    }

    /**
     * Runs {@code work}, which reads all rows of the file or only the first ones, and returns its result.
     *
     * @throws ProblemException UNAVAILABLE if all rows were read, but the file has changed; INVALID_VALUE if it cannot
     *     be read
     */
    <T> T through(Function<Rows, T> work) {
        return pass(
                work,
                () -> Problem.UNAVAILABLE.because("the file changed while it was read; run the command again"),
                false);
    }

    /**
     * Like {@link #through(Function)}, for work that stores the rows. If the work fails, the rest of the file is read
     * too: only the complete digest shows whether the stored rows are those of the intended file.
     *
     * @param changed makes the exception to throw if the rows were those of another file
     */
    <T> T through(Function<Rows, T> work, Supplier<ProblemException> changed) {
        return pass(work, changed, true);
    }

    private <T> T pass(Function<Rows, T> work, Supplier<ProblemException> changed, boolean isStored) {
        progress.start();
        var bytes = FileDigest.start();
        var read = new AtomicReference<>(InputStream.nullInputStream());
        try (var rows =
                file.open(stream -> read.updateAndGet(none -> new DigestInputStream(progress.watch(stream), bytes)))) {
            T done;
            try {
                done = work.apply(rows);
            } catch (RuntimeException failure) {
                if (isStored && isOther(read.get(), bytes)) {
                    var problem = changed.get();
                    problem.addSuppressed(failure);
                    throw problem;
                }
                throw failure;
            }
            if (!rows.hasNext()) {
                if (!isSame.test(bytes)) {
                    throw changed.get();
                }
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

    /**
     * Reads the file to its end after a failed pass, and returns whether it is another file than the intended one.
     * Returns false if the rest is unreadable.
     */
    private boolean isOther(InputStream rest, MessageDigest bytes) {
        try {
            rest.transferTo(OutputStream.nullOutputStream());
            return !isSame.test(bytes);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private ProblemException unreadable(Exception failure) {
        var cause = failure.getCause() instanceof IOException inner ? inner : failure;
        var problem = Problem.INVALID_VALUE.because("cannot read " + file.path() + ": " + reason(cause));
        problem.initCause(failure);
        return problem;
    }

    private @Nullable String reason(Exception failure) {
        try {
            if (failure instanceof FileSystemException other && other.getFile() != null) {
                var reason = FileReason.of(other);
                return other.getFile().equals(file.path().toString()) ? reason : other.getFile() + ": " + reason;
            }
            return failure instanceof CharacterCodingException text
                    ? file.withPlace(text).getMessage()
                    : failure.getMessage();
        } catch (IOException unreadable) {
            return unreadable.getMessage();
        }
    }
}
