package dev.daybook.cli.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.CustomerLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.BiConsumer;

/**
 * Checks a file of customers and loads it in one transaction. Both read it from the start, so that no more of it than a
 * batch is ever in memory.
 */
public final class CustomerImport {
    private final ImportFile file;
    private final Progress progress;

    /** An import of this file. */
    public CustomerImport(ImportFile file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /**
     * What a load did.
     *
     * @param added how many customers are new
     * @param updated how many rows changed one that was there
     */
    public record Loaded(long added, long updated) {}

    /** Reads the whole file; how many of its rows are good. */
    public long check(RefusedRows refused) {
        var good = new long[1];
        read("Checking", (rows, row) -> {
            try {
                var unused = row.customer().get();
                good[0]++;
            } catch (ProblemException problem) {
                refused.add(rows.columns(), row, problem.detail());
            }
        });
        return good[0];
    }

    /** Loads the rows, without the refused ones if they may be skipped. */
    public Loaded load(Stores stores, Account account, boolean skipBad, Instant now) {
        return stores.database().write(transaction -> {
            var load = stores.load(transaction, account);
            var batch = new ArrayList<CustomerLoad.Row>();
            read("Importing", (rows, row) -> {
                try {
                    var customer = row.customer().get();
                    batch.add(new CustomerLoad.Row(
                            customer.change(), customer.createdAt().orElse(now)));
                } catch (ProblemException problem) {
                    if (!skipBad) {
                        throw problem;
                    }
                }
                if (batch.size() == CustomerLoad.BATCH) {
                    load.load(batch, now);
                    batch.clear();
                }
            });
            load.load(batch, now);
            return new Loaded(load.added(), load.updated());
        });
    }

    private void read(String doing, BiConsumer<Rows, Row> each) {
        progress.start(doing);
        try (var rows = file.open(progress)) {
            while (rows.hasNext()) {
                each.accept(rows, rows.next());
            }
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
        var reason =
                failure instanceof CharacterCodingException || failure.getCause() instanceof CharacterCodingException
                        ? "it is not UTF-8"
                        : failure.getMessage();
        var problem = Problem.INVALID_VALUE.because("cannot read " + file.path() + ": " + reason);
        problem.initCause(failure);
        return problem;
    }
}
