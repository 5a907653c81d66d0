package dev.daybook.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
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
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An import that has not ended is reported, with the command that removes it from its database. */
class EndedImportTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");

    /** More rows than the buffers hold, so that a failure at the end of the file comes after the first batches. */
    private static final int ROWS = 8_000;

    private static final Reading READING =
            new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);

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
        var source = READING.file(file, READING.columns(kind.fields(), kind.keepsUnknown()));
        var options = new FileImport.Options(
                READING.rules(ACCOUNT.zone()),
                FileDigest.of(file, kind, ACCOUNT, READING),
                "customers.csv",
                false,
                Optional.empty(),
                Long.MAX_VALUE,
                false);
        var told = new StringWriter();
        var command = new ImportCustomersCommand();
        var arguments = new String[] {"customers.csv", "--cm-id", "7", "--data", "a b"};
        new CommandLine(command).setErr(new PrintWriter(told, true)).parseArgs(arguments);
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
            assertTrue(
                    told.toString().contains("\n  daybook import remove " + run.id() + " --cm-id 7 --data 'a b'\n"),
                    told::toString);
            assertTrue(run.done() > 0);
        }
    }

    /** Without the database's URL, the printed command would remove another import that has the same id. */
    @Test
    void theCommandThatRemovesAnImportNamesItsDatabase() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        var good = Files.writeString(folder.resolve("good.csv"), "name,phone\nAsha,9000000001\n");
        var bad = Files.writeString(folder.resolve("bad.csv"), "name,phone\nAsha,9000000001\nRavi,\n");
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
            // Another version of Daybook has counted three records in the good file, which has one.
            var recounted = begin(stores, good, 3);
            var remove = removal(recounted, url);
            var stopped = begin(stores, bad, 2);

            says(imported(good, url), "this one finds 1; remove the import", "\n  " + remove + "\n");
            says(imported(bad, url), "note: import " + recounted.id(), "or remove what was added:\n  " + remove + "\n");
            says(
                    imported(bad, url),
                    "stopped with 0 of 2",
                    "remove what was added:\n  " + removal(stopped, url) + "\n");

            var removing = new ImportRemoval(stores.database());
            stores.database().run(transaction -> removing.claim(transaction, recounted));
            says(imported(good, url), "is being removed; finish the removal", "\n  " + remove + "\n");
            says(imported(bad, url), "its removal has not either; to finish this, run:\n  " + remove + "\n");

            var words = remove.split(" ", -1);
            var removed = Outcome.of(Arrays.copyOfRange(words, 1, words.length)).expect(Main.DONE);
            assertEquals("0 deleted of import " + recounted.id() + " from good.csv\n", removed.err());
        }
    }

    private static ImportRun begin(Stores stores, Path file, long total) throws IOException {
        var kind = new CustomerKind();
        var digest = FileDigest.of(file, kind, ACCOUNT, READING).text();
        var name = String.valueOf(file.getFileName());
        return stores.database()
                .write(transaction -> ImportRuns.start(
                        transaction, ACCOUNT.cmId(), kind.records(), digest, name, total, Instant.EPOCH));
    }

    private static String removal(ImportRun run, String url) {
        return "daybook import remove " + run.id() + " --cm-id 7 --database-url " + url;
    }

    private static String imported(Path file, String url) {
        var words = new String[] {"import", "customers", file.toString(), "--cm-id", "7", "--database-url", url};
        return Outcome.of(words).expect(Main.FAILED).err();
    }

    private static void says(String text, String... parts) {
        for (var part : parts) {
            assertTrue(text.contains(part), () -> "no " + part + " in " + text);
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
