package dev.daybook.cli.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Loads a file or a folder of records in one transaction. No more of the file than a batch is ever in memory.
 *
 * @param <R> a row that was read
 */
public final class FileImport<R> {
    /** How many rows are loaded at once; ten thousand is where more brought no more speed. */
    public static final int BATCH = 10_000;

    private final ImportKind<R> kind;
    private final RowSource file;
    private final Optional<Path> refusedFile;
    private final Progress progress;

    /**
     * An import of this file.
     *
     * @param kind what its rows are
     * @param refusedFile where the refused rows are written, if they may be skipped; without it one refused row refuses
     *     the file
     */
    public FileImport(ImportKind<R> kind, RowSource file, Optional<Path> refusedFile, Progress progress) {
        this.kind = kind;
        this.file = file;
        this.refusedFile = refusedFile;
        this.progress = progress;
    }

    /**
     * What an import did.
     *
     * @param good how many rows are good
     * @param added how many records are new
     * @param updated how many rows changed one that was there
     * @param deleted how many records are gone
     * @param refused the refused rows
     */
    public record Outcome(long good, long added, long updated, long deleted, RefusedRows refused) {}

    /** Reads the whole file and loads nothing. */
    public Outcome check(ZoneId zone) {
        var refused = new RefusedRows(Optional.empty());
        return new Outcome(read(refused, zone, batch -> {}), 0, 0, 0, refused);
    }

    /** Loads the good rows; none at all if there is a refused one and nowhere to write it. */
    public Outcome load(Stores stores, Account account, Instant now) {
        try {
            return stores.database()
                    .write(transaction -> load(kind.load(stores, transaction, account, now), account.zone()));
        } catch (Refusal refusal) {
            return refusal.outcome;
        }
    }

    private Outcome load(ImportKind.Load<R> load, ZoneId zone) {
        try (var refused = new RefusedRows(refusedFile)) {
            var good = read(refused, zone, batch -> {
                if (refused.count() == 0 || refusedFile.isPresent()) {
                    load.load(batch);
                }
            });
            if (refused.count() > 0 && refusedFile.isEmpty()) {
                throw new Refusal(new Outcome(good, 0, 0, 0, refused));
            }
            load.end();
            return new Outcome(good, load.added(), load.updated(), load.deleted(), refused);
        }
    }

    /** Takes the transaction back, with what there is to say. */
    @SuppressWarnings("serial")
    private static final class Refusal extends RuntimeException {
        private final transient Outcome outcome;

        Refusal(Outcome outcome) {
            super("a row was refused");
            this.outcome = outcome;
        }
    }

    /** Reads the file from its start to its end; how many rows are good. */
    private long read(RefusedRows refused, ZoneId zone, Consumer<List<R>> each) {
        var good = 0L;
        progress.start();
        try (var rows = file.open(progress);
                var batches = new Ahead<>(() -> batch(rows, refused, zone))) {
            for (var batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                each.accept(batch);
                good += batch.size();
            }
            return good;
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

    /** The next good rows; none at the end of the file. */
    private List<R> batch(Rows rows, RefusedRows refused, ZoneId zone) {
        var batch = new ArrayList<R>();
        while (batch.size() < BATCH && rows.hasNext()) {
            var row = rows.next();
            try {
                batch.add(kind.read(row.fields().get(), zone));
            } catch (ProblemException problem) {
                refused.add(rows, row, problem.detail());
            }
        }
        return batch;
    }

    private ProblemException unreadable(Exception failure) {
        var reason =
                failure instanceof CharacterCodingException || failure.getCause() instanceof CharacterCodingException
                        ? "it is not UTF-8"
                        : failure.getMessage();
        var problem = Problem.INVALID_VALUE.because("cannot read " + file.path() + ": " + reason);
        problem.initCause(failure);
        return problem;
    }
}
