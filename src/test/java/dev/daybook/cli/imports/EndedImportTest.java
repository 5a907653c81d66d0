package dev.daybook.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.CustomerKind;
import dev.daybook.imports.FileDigest;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRuns;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An import that fails after its first batch says that a part of the file is loaded. */
class EndedImportTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");

    /** More rows than the buffers hold, so that a failure at the end of the file comes after the first batches. */
    private static final int ROWS = 8_000;

    @TempDir
    Path folder;

    @Test
    void aFileThatBecomesUnreadableLeavesAnUnfinishedImport() throws IOException {
        var file = Files.writeString(
                folder.resolve("customers.csv"),
                IntStream.range(0, ROWS)
                        .mapToObj("C%1$d,Asha %1$d,9%1$09d\n"::formatted)
                        .collect(Collectors.joining("", "customer_code,name,phone\n", "")));
        var kind = new CustomerKind();
        var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        var source = reading.file(file, reading.columns(kind.fields(), kind.keepsUnknown()));
        var options = new FileImport.Options(
                reading.rules(ACCOUNT.zone()),
                FileDigest.of(file, kind, ACCOUNT, reading),
                "customers.csv",
                false,
                Optional.empty(),
                Long.MAX_VALUE,
                false);
        var told = new StringWriter();
        var command = new ImportCustomersCommand();
        new CommandLine(command)
                .setErr(new PrintWriter(told, true))
                .parseArgs(file.toString(), "--cm-id", Long.toString(ACCOUNT.cmId()));
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
            var job = new FileImportCommand.Job(
                    file, new Failing(source, Files.size(file)), stores, ACCOUNT, options, Progress.NONE, false);

            var failure = assertThrows(ProblemException.class, () -> command.run(job));

            assertEquals(Problem.INVALID_VALUE, failure.problem());
            var run = stores.database()
                    .read(transaction -> ImportRuns.all(transaction, ACCOUNT.cmId()))
                    .get(0);
            assertTrue(
                    told.toString()
                            .contains("ended early: import " + run.id() + " of customers from customers.csv has not"
                                    + " ended, with " + run.done() + " of " + ROWS + " records done"),
                    told::toString);
            assertTrue(run.done() > 0);
        }
    }

    /** A file whose last byte cannot be read in the second pass, which loads the rows. */
    private static final class Failing implements RowSource {
        private final RowSource file;
        private final long size;
        private int passes;

        Failing(RowSource file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public Rows open(UnaryOperator<InputStream> watch) throws IOException {
            passes++;
            return file.open(bytes -> watch.apply(passes == 2 ? new Cut(bytes, size - 1) : bytes));
        }
    }

    private static final class Cut extends FilterInputStream {
        private long left;

        Cut(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (left == 0) {
                throw new IOException("Input/output error");
            }
            var read = super.read(to, from, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }
    }
}
