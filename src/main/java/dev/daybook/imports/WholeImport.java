package dev.daybook.imports;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.RowSource;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportStores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Import of a file or a folder in one transaction, for records that make sense only together. Everything is read before
 * the transaction begins, so that other writers wait only during the write.
 *
 * @param <R> a record of the file
 */
public final class WholeImport<R> {
    /**
     * The number of characters that are added to the length of each row, because even a short row takes time in the
     * transaction.
     */
    private static final int ROW = 100;

    private final ImportKind<R> kind;
    private final Passes passes;
    private final FileImport.Options options;
    private final long mostCharacters;

    /**
     * An import of this file or folder.
     *
     * @param mostCharacters the maximum size of the file: the number of characters of all rows that are not refused,
     *     plus 100 for each of them. This limit bounds the time for which other writers wait, and the memory of the
     *     records
     */
    public WholeImport(
            ImportKind<R> kind, RowSource file, FileImport.Options options, Progress progress, long mostCharacters) {
        this.kind = kind;
        var digest = options.digest();
        this.passes = new Passes(file, progress, digest.equals(FileDigest.NONE) ? read -> true : digest::isOf);
        this.options = options;
        this.mostCharacters = mostCharacters;
    }

    /**
     * Loads the good rows; none if a row is refused and {@code skipBad} is false.
     *
     * @param dryRun whether to roll back everything
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the rows have too many characters
     */
    public Outcome load(ImportStores stores, Account account, Instant now, boolean dryRun) {
        var records = new ArrayList<R>();
        var refusedFile = dryRun ? Optional.<Path>empty() : options.refusedFile();
        var read = options.tally(
                refusedFile,
                tally -> passes.through(rows -> {
                    var characters = new AtomicLong();
                    new Units<>(kind, rows, options.rules(), options.lastWins(), Map.of()).forEachRemaining(unit -> {
                        tally.count(rows, unit, Optional.empty());
                        unit.record().ifPresent(record -> {
                            records.add(record);
                            checkLength(characters.addAndGet(unit.length() + ROW));
                        });
                    });
                    return tally.outcome();
                }));
        if (read.good() == 0 || (read.refused().count() > 0 && !options.skipBad())) {
            return read;
        }
        return stores.database().writeIf(outcome -> !dryRun, transaction -> {
            if (dryRun) {
                transaction.rehearse();
            }
            AccountStore.holdNow(transaction, account.cmId());
            var load = kind.load(stores, transaction, account, records, now);
            return read.after(load, Optional.empty());
        });
    }

    private void checkLength(long characters) {
        if (characters > mostCharacters) {
            throw Problem.INVALID_VALUE.because("the file is too long for a running server: expected at most "
                    + mostCharacters + " characters in its rows, with " + ROW
                    + " added for each row; divide it, unless it is to replace the FAQ, or import it with"
                    + " 'daybook import faq' on the server");
        }
    }
}
