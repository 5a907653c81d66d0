package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.ContactMerge;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.imports.RefusalLimit;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.customer.CustomerRow;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import reports what it did, also if its file changes or a commit ends with an unknown result. */
class FileImportTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");
    private static final Clock NOON = Clock.fixed(Instant.parse("2024-05-02T12:00:00Z"), ZoneOffset.UTC);
    private static final int ROWS = 300;

    /** More rows than the buffers hold, so that a failure at the end of a file comes after the first batches. */
    private static final int MANY_ROWS = 8_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItIsLoadedIsNotReportedAsImported(TestDatabase database) throws IOException {
        var shorter = customers(ROWS / 2);
        var bad = customers(ROWS) + "X,,,\n";
        var other = customers(ROWS).replace("Name", "Mane");
        for (var content : List.of(shorter, bad, other)) {
            try (var stores = stores(database)) {
                var file = write(customers(ROWS));
                var changing = new Changing(source(new CustomerKind(), file, false), 2, content);

                var refused = assertThrows(
                        ProblemException.class, () -> load(of(stores, new CustomerKind(), file, changing, false)));

                var run = onlyRun(stores);
                assertRefused(refused, Reason.IMPORTED_FILE_CHANGED, run.id());
                write(customers(ROWS));
                var same = assertThrows(ProblemException.class, () -> load(of(stores, file, false)));
                assertRefused(same, Reason.IMPORT_BEING_REMOVED, onlyRun(stores).id());
                var rehearsed = assertThrows(
                        ProblemException.class, () -> of(stores, file, false).rehearse());
                assertEquals(same.detail(), rehearsed.detail());
                new ImportRemoval(stores.database()).remove(run, NOON.instant());
                assertEquals(ROWS, load(of(stores, file, false)).added());
                assertEquals(ROWS, count(stores, RecordKind.CUSTOMER));
            }
        }
    }

    /** Only the last row is bad. The check of the file must find it, because the first batches are loaded without it. */
    @ParameterizedTest
    @EnumSource
    void aCustomerOfTwoKindsAtTheEndStopsTheImportBeforeItBegins(TestDatabase database) throws IOException {
        var header = "customer_code,name,email,phone,is_organization,is_individual\n";
        var good = IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> "C" + row + ",Name " + row + ",c" + row + "@mail.example,,true,false\n")
                .collect(Collectors.joining());
        var file = write(header + good + "X,Both,x@mail.example,,true,true\n");
        var reason = "is_organization, is_individual: a customer is one or the other, not both";
        try (var stores = stores(database)) {
            var refused = load(of(stores, file, false));

            assertEquals(0, count(stores, RecordKind.CUSTOMER));
            assertEquals(Optional.empty(), refused.unfinished());
            assertEquals(List.of("line " + (ROWS + 2)), refusedPlaces(refused));
            assertEquals(reason, refused.refused().first().get(0).reason());

            var kind = new CustomerKind();
            var options = options(kind, file, folder.resolve("refused.csv"));
            assertEquals(
                    ROWS,
                    load(of(stores, kind, source(kind, file, false), options)).added());
            assertEquals(
                    (ROWS + 2) + ",\"" + reason + "\",X,Both,x@mail.example,,true,true",
                    refusedLines().get(1));
        }
    }

    /**
     * The file changes during a load, which then fails or is stopped. The import must not be continued: if a user
     * restored the old file and continued it, the import would skip rows that were never loaded.
     */
    @ParameterizedTest
    @EnumSource
    void anImportWithAChangedFileCannotBeContinued(TestDatabase database) throws IOException {
        for (var isStopped : List.of(false, true)) {
            try (var stores = stores(database)) {
                var content = customers(MANY_ROWS);
                var file = write(content);
                var stop = new AtomicReference<Runnable>(() -> {});
                var changing = new Changing(source(new CustomerKind(), file, false), 2, () -> {
                    unreadable(file, content.replace("Name", "Mane"));
                    stop.get().run();
                });
                var loading = of(stores, new CustomerKind(), file, changing, false);
                if (isStopped) {
                    stop.set(loading::stop);
                }

                var refused = assertThrows(ProblemException.class, () -> load(loading));

                assertRefused(
                        refused, Reason.IMPORTED_FILE_CHANGED, onlyRun(stores).id());
                assertEquals(1, refused.getSuppressed().length, "the failure that ended the load");
                write(content);
                var same = assertThrows(ProblemException.class, () -> load(of(stores, file, false)));
                assertRefused(same, Reason.IMPORT_BEING_REMOVED, onlyRun(stores).id());
            }
        }
    }

    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void aStoppedLoadIsContinuedWithTheSameFile(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(MANY_ROWS));
            var stop = new AtomicReference<Runnable>(() -> {});
            var watched = new Changing(
                    source(new CustomerKind(), file, false), 2, () -> stop.get().run());
            var loading = of(stores, new CustomerKind(), file, watched, false);
            stop.set(loading::stop);

            var stopped = assertThrows(ProblemException.class, () -> load(loading));

            assertTrue(stopped.detail().contains("the import was stopped"), stopped.detail());
            assertEquals(MANY_ROWS, load(of(stores, file, false)).added());
        }
    }

    /**
     * The header is not valid text. A file is read up to its header when it is opened, to detect the separator. So
     * opening the file fails, and it must be closed.
     */
    @Test
    void aFileWhoseHeaderCannotBeReadIsClosed() throws IOException {
        var file = folder.resolve("file.csv");
        Files.write(file, new byte[] {'n', (byte) 0xFF, '\n'});
        var isClosed = new AtomicBoolean();
        var source = source(new CustomerKind(), file, false);
        assertThrows(
                CharacterCodingException.class,
                () -> source.open(bytes -> new FilterInputStream(bytes) {
                    @Override
                    public void close() throws IOException {
                        isClosed.set(true);
                        super.close();
                    }
                }));
        assertTrue(isClosed.get());
    }

    /** Writes a file that ends with a byte that is no text. */
    private static void unreadable(Path file, String content) {
        try {
            Files.writeString(file, content);
            Files.write(file, new byte[] {(byte) 0xFF}, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItIsCheckedIsNotImported(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var changing = new Changing(source(new CustomerKind(), file, false), 1, customers(ROWS / 2));

            var refused = assertThrows(
                    ProblemException.class, () -> load(of(stores, new CustomerKind(), file, changing, false)));

            assertTrue(refused.detail().contains("the file changed while it was read"), refused.detail());
            assertEquals(0, count(stores, RecordKind.CUSTOMER));
            assertEquals(List.of(), runs(stores));
        }
    }

    /**
     * A file of the FAQ loses a row after its digest was taken and before its rows are read. It must be refused: with
     * --replace, half a file would leave half an FAQ.
     */
    @ParameterizedTest
    @EnumSource
    void aFileOfTheFaqThatChangesBeforeItIsReadIsNotImported(TestDatabase database) throws IOException {
        for (var dryRun : List.of(true, false)) {
            try (var stores = stores(database)) {
                var kind = new FaqKind();
                var file = write("category,title,detail\nOrders,One,1\nOrders,Two,2\n");
                var changing = new Changing(source(kind, file, false), 1, "category,title,detail\nOrders,One,1\n");
                var faq = new WholeImport<>(kind, changing, options(kind, file, false, false), Progress.NONE, 1_000);

                var refused = assertThrows(
                        ProblemException.class, () -> faq.load(stores.forImports(), ACCOUNT, NOON.instant(), dryRun));

                assertTrue(refused.detail().contains("the file changed while it was read"), refused.detail());
                assertEquals(0, StoredValues.count(stores.database(), "faq_entry"));
            }
        }
    }

    /**
     * An import of the FAQ is one write, and on SQLite the other writes of a server wait for it. So a server refuses a
     * long file, and its refusal names the command that imports it.
     */
    @ParameterizedTest
    @EnumSource
    void aFileOfTheFaqThatIsTooLongForAServerNamesTheCommand(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new FaqKind();
            var file = write("category,title,detail\nOrders,One,1\nOrders,Two,2\nOrders,,refused\n");
            var source = source(kind, file, false);
            var options = options(kind, file, true, false);
            var tooLong = new WholeImport<>(kind, source, options, Progress.NONE, 219);

            var refused = assertThrows(
                    ProblemException.class, () -> tooLong.load(stores.forImports(), ACCOUNT, NOON.instant(), false));

            assertTrue(refused.detail().contains("at most 219 characters"), refused.detail());
            assertTrue(refused.detail().contains("divide it"), "managers have no command line: " + refused.detail());
            assertTrue(refused.detail().contains("daybook import faq"), refused.detail());
            assertEquals(0, StoredValues.count(stores.database(), "faq_entry"));
            var fits = new WholeImport<>(kind, source, options, Progress.NONE, 220);
            assertEquals(
                    2,
                    fits.load(stores.forImports(), ACCOUNT, NOON.instant(), false)
                            .added());
        }
    }

    /**
     * A dry run must not change the search index: indexing takes nearly all the time of an import, and on SQLite all
     * other writes would wait for it.
     */
    @ParameterizedTest
    @EnumSource
    void aDryRunOfTheFaqDoesNotTouchTheSearchIndex(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            faq(stores, "category,title,detail\nOrders,One,1\nOrders,Two,2\n", false);
            stores.database()
                    .run(transaction -> transaction.handle().execute("ALTER TABLE faq_search RENAME TO faq_moved"));
            var replacing = "category,title,detail\nOrders,Two,2\n"
                    + IntStream.range(0, 101)
                            .mapToObj(number -> "Orders > New,New " + number + ",3\n")
                            .collect(Collectors.joining());

            var outcome = faq(stores, replacing, true);

            assertEquals(List.of(101L, 1L), List.of(outcome.added(), outcome.updated()));
            assertEquals(
                    List.of("One"),
                    outcome.deleted().stream().map(RecordLoad.Deleted::name).toList());
            assertEquals(2, StoredValues.count(stores.database(), "faq_entry"));
            var failed = assertThrows(RuntimeException.class, () -> faq(stores, replacing, false));
            assertTrue(String.valueOf(failed.getMessage()).contains("faq_search"), failed.getMessage());
        }
    }

    /** Imports a file with this content, which replaces the FAQ. A dry run only checks the file. */
    private Outcome faq(Stores stores, String content, boolean dryRun) throws IOException {
        var kind = new FaqKind();
        kind.replace();
        var file = write(content);
        return new WholeImport<>(
                        kind, source(kind, file, false), options(kind, file, false, false), Progress.NONE, 100_000)
                .load(stores.forImports(), ACCOUNT, NOON.instant(), dryRun);
    }

    /**
     * The rows of one order wait until all of them are read. In the last pass over the file, one of the rows is
     * missing. The import must then fail: otherwise it would end without the order.
     */
    @ParameterizedTest
    @EnumSource
    void aFileOfOrdersThatLosesRowsIsNotReportedAsImported(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var first = "erp_order_id,customer_name,phone,product_name,rate\nA,Asha,9000000001,Pen,1\n";
            var file = write(first + "B,Ravi,9000000002,Pen,1\nA,Asha,9000000001,Ink,2\n");
            var changing = new Changing(source(new OrderKind(), file, false), 4, first + "B,Ravi,9000000002,Pen,1\n");

            var refused = assertThrows(
                    ProblemException.class, () -> load(of(stores, new OrderKind(), file, changing, false)));

            assertRefused(refused, Reason.IMPORTED_FILE_CHANGED, onlyRun(stores).id());
            assertTrue(onlyRun(stores).isBeingRemoved());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatWasStoredAlthoughItsCommitFailedIsNotRepeated(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var kind = new UnknownCommit();

            var outcome = load(of(stores, kind, file, source(kind, file, false), false));

            assertTrue(kind.hasFailed, "a commit failed");
            assertEquals(ROWS, outcome.added());
            assertEquals(0, outcome.updated());
            assertEquals(ROWS, count(stores, RecordKind.CUSTOMER));
            assertEquals(List.of(), runs(stores));
        }
    }

    /**
     * Each statement of a rehearsal or of a load in turn finds the database locked once. Both must succeed
     * nevertheless.
     */
    @ParameterizedTest
    @EnumSource
    void anImportSurvivesADatabaseThatIsLockedOnce(TestDatabase database) throws IOException {
        var faults = new StatementFaults();
        try (var stores = stores(database, faults.options())) {
            var failed = true;
            var statement = 1;
            for (; failed; statement++) {
                var csv = write("name,email\nAsha,asha%d@mail.example\n".formatted(statement));

                faults.arm(StatementFaults.Kind.LOCKED, statement, 1);
                var checked = of(stores, csv, false).rehearse();
                failed = faults.disarm() > 0;
                faults.arm(StatementFaults.Kind.LOCKED, statement, 1);
                var loaded = load(of(stores, csv, false));
                failed |= faults.disarm() > 0;

                assertEquals(List.of(1L, 0L), counts(checked), "rehearsal, statement " + statement);
                assertEquals(List.of(1L, 0L), counts(loaded), "statement " + statement);
                assertEquals(statement, count(stores, RecordKind.CUSTOMER));
                assertEquals(List.of(), runs(stores));
            }
            assertTrue(statement > 10, "statements failed");
        }
    }

    /** A newer Daybook migrates the database after the import has begun. */
    @ParameterizedTest
    @EnumSource
    void anImportStopsAfterANewerMigrationAndStaysUnfinished(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var migrated = new Changing(source(new CustomerKind(), file, false), 2, () -> {
                TestDatabase.migrateLater(stores.database());
                Waits.sleep(2_500);
            });

            var refused = assertThrows(
                    ProblemException.class, () -> load(of(stores, new CustomerKind(), file, migrated, false)));

            assertEquals(Problem.UNAVAILABLE, refused.problem());
            assertTrue(refused.detail().contains("migrated by a newer Daybook"), refused.detail());
            assertEquals(0, count(stores, RecordKind.CUSTOMER));
            var run = onlyRun(stores);
            assertEquals(0, run.done());
            assertFalse(run.isBeingRemoved());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoredBatchReportsTheResultOfItsCommit(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = write("name,phone,zone\nAsha,9000000001,West\nRavi,9000000002,99999\n");
            var batch = units(kind, file);
            var run = stores.database()
                    .write(transaction -> ImportRuns.start(
                            transaction, 7, RecordKind.CUSTOMER, "digest", "f.csv", 4, NOON.instant()));
            var batches = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);
            assertEquals(Optional.empty(), batches.stored(run, batch.size()));

            var first = batches.commit(run, batch, true, told -> {});
            assertEquals(1, first.added());
            assertEquals(1, first.refused().size());
            assertEquals(Optional.of(first), batches.stored(run, batch.size()));

            var next = run.after(batch.size(), first.added(), first.updated(), NOON.instant());
            assertEquals(Optional.empty(), batches.stored(next, batch.size()));
            assertEquals(
                    Optional.of(batches.commit(next, batch, true, told -> {})), batches.stored(next, batch.size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunCountsARepeatedKeyAsTheImportDoes(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var customers = write(customers(ROWS) + "C2,Again,9000000002,\nC2,And again,9000000002,\n");
            assertEquals(
                    List.of((long) ROWS, 2L), counts(of(stores, customers, true).rehearse()));
            assertEquals(List.of((long) ROWS, 2L), counts(load(of(stores, customers, true))));

            var kind = new TicketKind();
            var tickets = write("ticket_id,title\n"
                    + IntStream.rangeClosed(1, ROWS)
                            .mapToObj(number -> number + ",Ticket\n")
                            .collect(Collectors.joining())
                    + "2,Again\n,New\n,New\n");
            var source = source(kind, tickets, true);
            var rehearsed = of(stores, kind, tickets, source, true).rehearse();
            assertEquals(List.of(ROWS + 2L, 1L), counts(rehearsed));
            assertEquals(List.of(ROWS + 2L, 1L), counts(load(of(stores, kind, tickets, source, true))));
        }
    }

    /**
     * A ticket gets the number of its creation time if this number is free. A rehearsal stores nothing, so the number
     * must still be free in the load.
     */
    @ParameterizedTest
    @EnumSource
    void aRehearsalDoesNotUseUpTicketNumbers(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write("title,created_at\nOne,2024-05-02\nTwo,2024-05-02\n");
            var kind = new TicketKind();
            var tickets = of(stores, kind, file, source(kind, file, false), false);
            assertEquals(List.of(2L, 0L), counts(tickets.rehearse()));
            assertEquals(2, load(tickets).added());
            assertEquals(
                    List.of(714_588_200_000L, 714_588_200_001L),
                    StoredValues.numbers(stores.database(), "SELECT number FROM ticket ORDER BY number"));
        }
    }

    /**
     * The last valid order names its customer only by the code that the first order gave. Every order between has this
     * customer's e-mail and changes the phone. The dry run must accept the last order, as the import does.
     */
    @ParameterizedTest
    @EnumSource
    void aDryRunOfManyOrdersWithOneEmailAddsWhatTheImportAdds(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new OrderKind();
            var file = write("customer_code,customer_name,phone,email\nC1,Asha,9000000000,shop@mail.example\n"
                    + IntStream.rangeClosed(1, ROWS)
                            .mapToObj(",Asha,9%09d,shop@mail.example\n"::formatted)
                            .collect(Collectors.joining())
                    + "C1,,,\nC2,,,\n");
            var source = source(kind, file, false);

            var rehearsed = of(stores, kind, file, source, true, false).rehearse();
            assertEquals(List.of(ROWS + 2L, 0L), counts(rehearsed));
            assertEquals("line 304", rehearsed.refused().first().get(0).place());
            assertEquals(List.of(ROWS + 2L, 0L), counts(load(of(stores, kind, file, source, true, false))));
        }
    }

    /**
     * A ticket without a number gets one that no row of the file has: no row of another batch, and no refused row,
     * which its owner may correct and import later.
     */
    @ParameterizedTest
    @EnumSource
    void aNewTicketNumberIsNeverOneThatTheFileContains(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new TicketKind();
            var file = write("ticket_id,title,created_at\n,First,2024-05-02T12:00:00Z\n,Second,2024-05-02T12:00:00Z\n"
                    + "714651200001,,\n714651200002,Too short\n"
                    + IntStream.rangeClosed(1, ROWS)
                            .mapToObj(number -> number + ",Ticket,\n")
                            .collect(Collectors.joining())
                    + "714651200000,Last,\n");

            var outcome = load(of(stores, kind, file, source(kind, file, false), true, false));

            assertEquals(List.of(ROWS + 3L, 0L), counts(outcome));
            assertEquals(
                    List.of(714651200000L, 714651200003L, 714651200004L),
                    StoredValues.numbers(
                            stores.database(), "SELECT number FROM ticket WHERE number > 1000 ORDER BY number"));
        }
    }

    /**
     * On PostgreSQL a commit may still run although its connection is lost. A check whether the batch is stored must
     * wait for this commit.
     */
    @ParameterizedTest
    @EnumSource
    void aBatchWhoseCommitStillRunsIsStored(TestDatabase database) {
        try (var stores = stores(database, TestServer.patient())) {
            var run = begin(stores, "digest", 2, 0);
            var batches = new BatchLoad<>(new CustomerKind(), stores.forImports(), ACCOUNT, NOON);

            var stored = stores.database().write(transaction -> {
                assertTrue(ImportRuns.advance(transaction, run, run.after(2, 2, 0, NOON.instant()), Map.of()));
                return ConcurrentWrite.start(stores.database(), () -> batches.stored(run, 2));
            });

            assertEquals(Optional.of(new BatchLoad.Done(2, 2, 0, Map.of())), stored.join());
        }
    }

    /** A lock must prevent a second import of the file: no index does. */
    @ParameterizedTest
    @EnumSource
    void twoProcessesThatStartTogetherContinueOneImport(TestDatabase database) {
        try (var stores = stores(database, TestServer.patient())) {
            var runs = stores.database()
                    .write(transaction -> Map.entry(
                            start(transaction, "digest", 2),
                            ConcurrentWrite.start(
                                    stores.database(),
                                    () -> stores.database().write(other -> start(other, "digest", 2)))));
            assertEquals(runs.getKey(), runs.getValue().join());
            assertEquals(runs.getKey(), onlyRun(stores));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportWhoseRemovalBeginsDuringTheCheckLoadsNothing(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var kind = new CustomerKind();
            var begun = begin(
                    stores, FileDigest.of(file, kind, ACCOUNT, reading(false)).text(), ROWS, 100);
            var removal = new ImportRemoval(stores.database());
            var source = new Changing(
                    source(kind, file, false),
                    1,
                    () -> stores.database().run(transaction -> removal.claim(transaction, begun)));

            var refused = assertThrows(ProblemException.class, () -> load(of(stores, kind, file, source, false)));

            assertRefused(refused, Reason.IMPORT_BEING_REMOVED, onlyRun(stores).id());
            assertEquals(0, count(stores, RecordKind.CUSTOMER));
            assertTrue(onlyRun(stores).isBeingRemoved());
        }
    }

    /**
     * While a run of an import checks the file, another process finishes or removes the import. The run must then load
     * nothing: the records have no key, so it would add each of them again.
     */
    @ParameterizedTest
    @EnumSource
    void anImportThatAnotherProcessEndsDuringTheCheckLoadsNothing(TestDatabase database) throws IOException {
        for (var isRemoved : List.of(false, true)) {
            try (var stores = stores(database)) {
                var file = write(customers(ROWS).replaceAll("(?m)^C[0-9]+,", ","));
                var kind = new CustomerKind();
                var begun = begin(
                        stores,
                        FileDigest.of(file, kind, ACCOUNT, reading(false)).text(),
                        ROWS,
                        100);
                var source = new Changing(source(kind, file, false), 1, () -> {
                    if (isRemoved) {
                        new ImportRemoval(stores.database()).remove(begun, NOON.instant());
                    } else {
                        finish(stores, file);
                    }
                });

                var refused = assertThrows(ProblemException.class, () -> load(of(stores, kind, file, source, false)));

                assertEquals(Problem.CONFLICT, refused.problem());
                assertRefused(refused, Reason.IMPORT_ENDED, begun.id());
                assertEquals(isRemoved ? 0 : ROWS - 100, count(stores, RecordKind.CUSTOMER));
                assertEquals(List.of(), runs(stores));
            }
        }
    }

    /** The file of refused rows belongs to the run that loads the file, not to one that only began to read it. */
    @ParameterizedTest
    @EnumSource
    void anImportThatLosesARaceLeavesTheRefusedRowsOfTheOther(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = write(customers(ROWS).replace("C5,Name", "C5,").replace("C200,Name", "C200,"));
            var options = options(kind, file, folder.resolve("refused.csv"));
            begin(stores, options.digest().text(), ROWS, 100);
            var kept = new AtomicReference<>(List.<String>of());
            var source = new Changing(source(kind, file, false), 2, () -> {
                load(of(stores, kind, source(kind, file, false), options));
                kept.set(refusedLines());
            });

            var lost = assertThrows(ProblemException.class, () -> load(of(stores, kind, source, options)));

            assertEquals(Problem.CONFLICT, lost.problem());
            assertEquals(3, kept.get().size(), "header and two rows");
            assertEquals(kept.get(), refusedLines());
            assertEquals(
                    Set.of("file.csv", "refused.csv"), Set.of(folder.toFile().list()));
        }
    }

    /**
     * While this run checks its file, another process finishes the import and begins a new one of the same file. This
     * run must not continue the new import, because it has announced to continue the old one.
     */
    @ParameterizedTest
    @EnumSource
    void anImportReplacedDuringTheCheckIsNotContinued(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var kind = new CustomerKind();
            var digest = FileDigest.of(file, kind, ACCOUNT, reading(false)).text();
            begin(stores, digest, ROWS, 100);
            var source = new Changing(source(kind, file, false), 1, () -> {
                finish(stores, file);
                begin(stores, digest, ROWS, 200);
            });

            var refused = assertThrows(ProblemException.class, () -> load(of(stores, kind, file, source, false)));

            assertEquals(Problem.CONFLICT, refused.problem());
            assertEquals(200, onlyRun(stores).done());
        }
    }

    /**
     * Another version has begun the import, and counted a blank row as a record. So the 50 records that it has loaded
     * may not be the first 50 records of this version, and this version must refuse the import.
     */
    @ParameterizedTest
    @EnumSource
    void anImportWithAnotherNumberOfRecordsCannotBeContinued(TestDatabase database) throws IOException {
        for (var hasBegun : List.of(false, true)) {
            try (var stores = stores(database)) {
                var file = write(customers(ROWS));
                var kind = new CustomerKind();
                var digest = FileDigest.of(file, kind, ACCOUNT, reading(false)).text();
                if (hasBegun) {
                    begin(stores, digest, ROWS + 1, 50);
                }
                var source = new Changing(source(kind, file, false), 1, () -> {
                    if (!hasBegun) {
                        begin(stores, digest, ROWS + 1, 50);
                    }
                });

                var refused = assertThrows(ProblemException.class, () -> load(of(stores, kind, file, source, false)));

                var run = onlyRun(stores);
                assertRefused(refused, Reason.IMPORT_OF_OTHER_VERSION, run.id(), 301L, 300L);
                assertEquals(50, run.done());
                assertEquals(0, count(stores, RecordKind.CUSTOMER));
                var rehearsed = assertThrows(
                        ProblemException.class, () -> of(stores, file, false).rehearse());
                assertEquals(refused.detail(), rehearsed.detail());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theContinuationOfAnImportOfAnotherProcessIsReported(TestDatabase database) throws IOException {
        for (var hasBegun : List.of(false, true)) {
            try (var stores = stores(database)) {
                var file = write(customers(ROWS));
                var kind = new CustomerKind();
                var digest = FileDigest.of(file, kind, ACCOUNT, reading(false)).text();
                var before = hasBegun ? Optional.of(begin(stores, digest, ROWS, 50)) : Optional.<ImportRun>empty();
                var source = new Changing(source(kind, file, false), 1, () -> {
                    var run = before.orElseGet(() -> begin(stores, digest, ROWS, 50));
                    stores.database()
                            .run(transaction -> ImportRuns.advance(
                                    transaction, run, run.after(50, 50, 0, NOON.instant()), Map.of()));
                });
                var notes = new ArrayList<String>();

                var outcome = of(stores, kind, file, source, false).load(notes::add);

                assertTrue(
                        notes.get(notes.size() - 1).contains("of which 100 of 300 records are done"), notes::toString);
                assertEquals(hasBegun ? 2 : 1, notes.size());
                assertEquals(ROWS, outcome.added());
                assertEquals(ROWS - 100, count(stores, RecordKind.CUSTOMER));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedImportKeepsTheProgressOfAnotherProcess(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write("name,phone,zone\nRavi,9000000002,99999\nAsha,9000000001,\n");
            var kind = new CustomerKind();
            var begun = begin(
                    stores, FileDigest.of(file, kind, ACCOUNT, reading(false)).text(), 2, 0);
            var after = begun.after(1, 1, 0, NOON.instant());
            var source = new Changing(
                    source(kind, file, false),
                    2,
                    () -> stores.database()
                            .run(transaction -> ImportRuns.advance(transaction, begun, after, Map.of())));

            var outcome = load(of(stores, kind, file, source, false));

            assertEquals(1, outcome.refused().count());
            assertEquals(Optional.of(after), outcome.unfinished());
            assertEquals(after, onlyRun(stores));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovalThatBeginsAfterTheLastBatchGoesOn(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS));
            var kind = new CustomerKind();
            var removal = new ImportRemoval(stores.database());
            var passes = new AtomicInteger();
            var source = new Watched(source(kind, file, false), () -> {
                if (passes.incrementAndGet() == 2) {
                    var run = onlyRun(stores);
                    stores.database().run(transaction -> removal.claim(transaction, run));
                }
            });

            var refused = assertThrows(ProblemException.class, () -> load(of(stores, kind, file, source, false)));

            assertRefused(refused, Reason.IMPORT_BEING_REMOVED, onlyRun(stores).id());
            assertEquals(ROWS, removal.remove(onlyRun(stores), NOON.instant()));
        }
    }

    /**
     * An earlier run of the command skipped the bad rows and was interrupted. This run may not skip them, so it loads
     * nothing and must report the import as unfinished.
     */
    @ParameterizedTest
    @EnumSource
    void anImportThatCannotGoOnBecauseOfBadRowsIsReportedAsUnfinished(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var file = write(customers(ROWS) + "X,,,\n");
            var digest = FileDigest.of(file, new CustomerKind(), ACCOUNT, reading(false));
            var begun = begin(stores, digest.text(), ROWS + 1, 100);

            var outcome = load(of(stores, file, false));

            assertEquals(1, outcome.refused().count());
            assertEquals(Optional.of(begun), outcome.unfinished());
            assertEquals(List.of(100L, 0L), counts(outcome));
        }
    }

    /**
     * An earlier run with {@code skipBad} was interrupted after the database had refused a record. A run without it may
     * not skip this record and must load nothing: the import would end, and nobody would learn of the record.
     */
    @ParameterizedTest
    @EnumSource
    void anImportWithARefusedRecordContinuesOnlyWithSkipBad(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = write("name,phone,zone\nRavi,9000000002,99999\nAsha,9000000001,\nMeera,9000000003,\n");
            var digest = FileDigest.of(file, kind, ACCOUNT, reading(false)).text();
            var run = stores.database().write(transaction -> start(transaction, digest, 3));
            var first = units(kind, file).subList(0, 2);
            new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON).commit(run, first, true, told -> {});
            var begun = onlyRun(stores);

            var rehearsed = of(stores, file, false).rehearse();
            var stopped = load(of(stores, file, false));

            assertEquals(List.of("line 2"), refusedPlaces(rehearsed));
            assertEquals(List.of(1L, 0L), counts(rehearsed));
            assertEquals(Optional.of(begun), rehearsed.unfinished());
            assertEquals(Optional.of(begun), stopped.unfinished());
            assertEquals(List.of("line 2"), refusedPlaces(stopped));
            assertEquals(begun, onlyRun(stores));
            assertEquals(1, count(stores, RecordKind.CUSTOMER));
            var skipping = load(of(stores, kind, file, source(kind, file, false), true, false));
            assertEquals(List.of(2L, 0L), counts(skipping));
            assertEquals(List.of("line 2"), refusedPlaces(skipping));
            assertEquals(List.of(), runs(stores));
        }
    }

    /**
     * The first two orders are loaded already. The second one has given the customer of the first another code, so the
     * first would be refused now. The rehearsal must not try them again.
     */
    @ParameterizedTest
    @EnumSource
    void aRehearsalOfAnUnfinishedImportTriesOnlyTheRest(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            load(of(stores, write("known.csv", "customer_code,name,phone\nOLD,Asha,9000000001\n"), false));
            var kind = new OrderKind();
            var file = write("""
                    erp_order_id,customer_code,customer_name,phone
                    1,OLD,,
                    2,NEW,Asha,9000000001
                    3,NEW,,
                    4,OTHER,,
                    """);
            var digest = FileDigest.of(file, kind, ACCOUNT, reading(false)).text();
            var run = stores.database()
                    .write(transaction ->
                            ImportRuns.start(transaction, 7, RecordKind.ORDER, digest, "file.csv", 4, NOON.instant()));
            var first = units(kind, file).subList(0, 2);
            new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON).commit(run, first, false, told -> {});

            var rehearsed = of(stores, kind, file, source(kind, file, false), true, false)
                    .rehearse();

            assertEquals(List.of("line 5"), refusedPlaces(rehearsed));
            assertEquals(List.of(3L, 0L), counts(rehearsed));
            assertEquals(List.of(4L, 3L), List.of(rehearsed.records(), rehearsed.good()));
            var loaded = load(of(stores, kind, file, source(kind, file, false), true, false));
            assertEquals(List.of(3L, 0L), counts(loaded));
        }
    }

    /**
     * A ticket is too large in bytes, because a letter of Hindi has three. Only the database knows this, and the
     * rehearsal must ask it before anything is loaded.
     */
    @ParameterizedTest
    @EnumSource
    void aTooLargeTicketStopsTheImportBeforeTheLoad(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new TicketKind();
            var file =
                    write("title,ticket_details\n" + "Ticket,\n".repeat(149) + "Ticket," + "क".repeat(90_000) + "\n");

            var outcome = load(of(stores, kind, file, source(kind, file, false), false));

            assertEquals("line 151", outcome.refused().first().get(0).place());
            assertEquals(0, count(stores, RecordKind.TICKET));
            assertEquals(List.of(), runs(stores));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooManyFieldsOfAnExistingTicketStopTheImportEarly(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new TicketKind();
            var known = write(
                    "known.ndjson",
                    "{\"ticket_id\":7,\"title\":\"Known\",\"additional_info\":" + numbered(1, 300) + "}\n");
            load(of(stores, kind, known, source(kind, known, false), false));
            var file = write(
                    "file.ndjson",
                    "{\"title\":\"New\"}\n".repeat(149) + "{\"ticket_id\":7,\"title\":\"Known\",\"additional_info\":"
                            + numbered(301, 501) + "}\n");

            var outcome = load(of(stores, kind, file, source(kind, file, false), false));

            assertEquals("line 150", outcome.refused().first().get(0).place());
            assertEquals(1, count(stores, RecordKind.TICKET));
            assertEquals(List.of(), runs(stores));
        }
    }

    private static String numbered(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "\"f" + number + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @EnumSource
    void tooManyContactsOfAnExistingCustomerStopTheImportEarly(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var contacts = IntStream.rangeClosed(1, ContactMerge.MAX_CONTACTS)
                    .mapToObj(number ->
                            Map.of(ContactField.PERSON, "Nila", ContactField.PHONE, "8%09d".formatted(number)))
                    .map(texts -> new ContactChange(0, true, texts))
                    .toList();
            var known = CustomerChange.ofTexts(
                            0,
                            true,
                            Map.of(
                                    ProfileField.CUSTOMER_CODE,
                                    "C150",
                                    ProfileField.NAME,
                                    "Asha",
                                    ProfileField.PHONE,
                                    "8000000001"))
                    .with(contacts);
            stores.database()
                    .write(transaction -> stores.customers()
                            .load(
                                    transaction,
                                    ACCOUNT,
                                    List.of(new RecordLoad.Row<>(known, NOON.instant())),
                                    NOON.instant()));
            var file = write(customers(149)
                            .replace(",email\n", ",email,contact_person\n")
                            .replace(",\n", ",,\n") + "C150,Name,9000000150,,Ravi\n");

            var outcome = load(of(stores, file, false));

            assertEquals("line 151", outcome.refused().first().get(0).place());
            assertEquals(1, count(stores, RecordKind.CUSTOMER));
            assertEquals(List.of(), runs(stores));
        }
    }

    /**
     * A row needs a rehearsal if it may add a contact, which the database may refuse. A row without the name of a
     * person adds no contact.
     */
    @ParameterizedTest
    @CsvSource({
        "contact_person,Ravi,true",
        "first_name,Ravi,true",
        "last_name,Rao,true",
        "gender,M,false",
        "designation,Owner,false",
        "additional_phone,9000000002,false",
        "country_code,91,false",
    })
    void onlyRowsThatMayAddAContactAreRehearsed(String field, String value, boolean isRehearsed) {
        var texts = Map.of("customer_code", "C1", "name", "Asha", "phone", "9000000001", field, value);
        var kind = new CustomerKind();
        var record = kind.read(FileRow.ofTexts(texts), reading(false).rules(ACCOUNT.zone()));
        assertEquals(isRehearsed, kind.dependsOnOthers(record, true));
    }

    /** Pulled files have 0 for a record without a zone, so an import reads 0 as no zone. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", " 0 "})
    void theZone0OfARowIsNone(String none) {
        var rules = reading(false).rules(ACCOUNT.zone());
        var customer = FileRow.ofTexts(Map.of("name", "Asha", "phone", "9000000001", "zone", none));
        assertEquals(
                Map.of(),
                new CustomerKind().read(customer, rules).change().details().listed());
        var order = FileRow.ofTexts(Map.of("erp_order_id", "O-1", "customer_code", "C-1", "zone", none));
        assertEquals("", new OrderKind().read(order, rules).change().zone());
    }

    /**
     * Only an existing ticket can get too many notes or fields, so only for such a ticket a rehearsal is needed. The
     * first import reads the file twice. The second import reads it a third time for a rehearsal, because the ticket
     * may exist.
     */
    @ParameterizedTest
    @EnumSource
    void ticketsWithNotesAreRehearsedOnlyIfOneMayExistAlready(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new TicketKind();
            var file = write("ticket_id,title,comment,additional_info\n7,Ticket,Called,\"{\"\"a\"\":1}\"\n");
            for (var passes : List.of(2, 3)) {
                var read = new AtomicInteger();
                var watched = new Watched(source(kind, file, false), read::incrementAndGet);
                load(of(stores, kind, file, watched, false));
                assertEquals(passes, read.get());
            }
        }
    }

    /**
     * Two processes continue the same import. If one of them has stored a batch, the same batch must be refused to the
     * other.
     */
    @ParameterizedTest
    @EnumSource
    void aBatchStoredByAnotherProcessIsRecognised(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = write(customers(100));
            var batch = units(kind, file);
            var run = begin(stores, "digest", 200, 0);
            var one = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);
            var other = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);

            assertEquals(100, one.commit(run, batch, false, told -> {}).added());
            var refused = assertThrows(ProblemException.class, () -> other.commit(run, batch, false, told -> {}));

            assertEquals(Problem.CONFLICT, refused.problem());
            assertEquals(100, onlyRun(stores).done());
        }
    }

    /** If a row is too long, the whole order is refused: without one of its products, it would have a wrong total. */
    @ParameterizedTest
    @EnumSource
    void aRowThatIsTooLongRefusesItsWholeOrder(TestDatabase database) throws IOException {
        var kind = new OrderKind();
        var tooLong = "x".repeat(250_001);
        var csv = "erp_order_id,customer_name,phone,product_name,rate\nA,Asha,9000000001,Pen,1\n"
                + "B,Ravi,9000000002,Pen,1\nC,Mira,9000000003,Pen,1\n"
                + "A,Asha,9000000001," + tooLong + ",2\nC,Mira,9000000003," + tooLong + "\n";
        var json =
                "{\"erp_order_id\":\"%s\",\"customer_name\":\"Asha\",\"phone\":9000000001,\"product_name\":\"%s\"}\n";
        var ndjson = json.formatted("A", "Pen") + json.formatted("B", "Pen") + json.formatted("A", tooLong);
        for (var content : List.of(csv, ndjson)) {
            try (var stores = stores(database)) {
                var file = write(content.equals(csv) ? "file.csv" : "file.ndjson", content);

                var outcome = load(of(stores, kind, file, source(kind, file, false), true, false));

                var reasons = outcome.refused().first().stream()
                        .map(row -> row.place() + ": " + row.reason())
                        .toList();
                assertEquals(List.of(1L, 0L), counts(outcome), reasons::toString);
                assertEquals(
                        content.equals(csv)
                                ? List.of(
                                        "line 2: its record is refused because of line 5",
                                        "line 5: expected at most 250000 characters in a row, found 250017",
                                        "line 4: its record is refused because of line 6",
                                        "line 6: expected 5 values, as in the header, found 4")
                                : List.of(
                                        "line 1: its record is refused because of line 3",
                                        "line 3: expected at most 250000 characters in a row, found 250081"),
                        reasons);
                assertEquals(1, count(stores, RecordKind.ORDER));
            }
        }
    }

    /**
     * If a row has too few or too many values, its whole order is refused: without one of its products, it would have a
     * wrong total.
     */
    @ParameterizedTest
    @EnumSource
    void aRowWithTooFewOrTooManyValuesRefusesItsWholeOrder(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new OrderKind();
            var file = write("""
                    erp_order_id,customer_name,phone,product_name,rate
                    A,Asha,9000000001,Pen,1
                    B,Ravi,9000000002,Pen,1
                    C,Mira,9000000003,Pen,1
                    A,Asha,9000000001,Ink
                    C,Mira,9000000003,Ink, blue,2
                    """);

            var outcome = load(of(stores, kind, file, source(kind, file, false), true, false));

            assertEquals(
                    List.of(
                            "line 2: its record is refused because of line 5",
                            "line 5: expected 5 values, as in the header, found 4",
                            "line 4: its record is refused because of line 6",
                            "line 6: expected 5 values, as in the header, found 6"),
                    outcome.refused().first().stream()
                            .map(row -> row.place() + ": " + row.reason())
                            .toList());
            assertEquals(List.of(1L, 0L), counts(outcome));
            assertEquals(1, count(stores, RecordKind.ORDER));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithAWordForAMissingOrderIdAreOrdersOfTheirOwn(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new OrderKind();
            var file = write("""
                    erp_order_id,customer_name,phone,product_name,rate
                    N/A,Asha,9000000001,Pen,1
                    0,Ravi,9000000002,Pen,1
                    N/A,Mira,9000000003,Ink,2
                    """);

            assertEquals(
                    List.of(3L, 0L), counts(load(of(stores, kind, file, source(kind, file, false), false, false))));
        }
    }

    /** A file of 1,000 customers. Some of them name a zone by an id that does not exist. */
    private Path withBad(Set<Integer> bad) throws IOException {
        var rows = IntStream.range(0, 1_000)
                .mapToObj(row -> "C" + row + ",Asha," + (9_000_000_000L + row) + "," + (bad.contains(row) ? 98765 : ""))
                .collect(Collectors.joining("\n"));
        return write("customer_code,name,phone,zone\n" + rows + "\n");
    }

    /**
     * After a refusal, records are loaded one by one, and other writers wait for the transaction. So it must have few
     * of them: in a rehearsal, and in a load with or without {@code --skip-bad}. A rehearsal of orders adds earlier
     * orders, which this test does not count.
     */
    @ParameterizedTest
    @EnumSource
    void noTransactionLoadsManyCustomersOneByOne(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var loads = new ConcurrentHashMap<Transaction, Integer>();
            var kind = counting(new CustomerKind(), transaction -> loads.merge(transaction, 1, Integer::sum));
            var batch = units(kind, withBad(Set.of(120, 480, 481, 999)));
            var batches = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);

            var rehearsed = batches.rehearse(kind.rehearsal(stores.forImports(), ACCOUNT, Set.of()), batch);
            assertEquals(Set.of(120, 480, 481, 999), rehearsed.refused().keySet());
            assertEquals(List.of(1_000, 996L), List.of(rehearsed.records(), rehearsed.added()));
            assertEquals(0, count(stores, RecordKind.CUSTOMER));

            var run = begin(stores, "digest", 1_000, 0);
            var stopped = batches.commit(run, batch, false, told -> {});
            assertEquals(Set.of(120), stopped.refused().keySet());
            var left = onlyRun(stores);
            assertEquals(List.of(left.done(), left.added()), List.of((long) stopped.records(), stopped.added()));
            assertEquals(left.done(), count(stores, RecordKind.CUSTOMER));

            var rest = batches.commit(left, batch.subList((int) left.done(), 1_000), true, told -> {});
            assertEquals(4, rest.refused().size());
            assertEquals(996, onlyRun(stores).added());
            assertEquals(996, count(stores, RecordKind.CUSTOMER));
            assertTrue(loads.values().stream().allMatch(count -> count <= 100), loads::toString);
        }
    }

    /** Each row names another person: one more contact of the customer. No half of the rows has too many. */
    @ParameterizedTest
    @EnumSource
    void aRehearsalNamesTheRowsThatAreRefusedOnlyTogether(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var rows = IntStream.range(0, 250)
                    .mapToObj(row -> "ACME,Acme," + (9_000_000_000L + row) + ",Person " + row + "\n")
                    .collect(Collectors.joining());
            var file = write("customer_code,name,phone,contact_person\n" + rows);
            var batches = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);

            var rehearsed = batches.rehearse(
                    kind.rehearsal(stores.forImports(), ACCOUNT, Set.of("ACME")), units(kind, file, true));

            assertEquals(
                    IntStream.range(ContactMerge.MAX_CONTACTS, 250).boxed().toList(),
                    List.copyOf(rehearsed.refused().keySet()));
            assertEquals(List.of(1L, 199L), List.of(rehearsed.added(), rehearsed.updated()));
        }
    }

    /** The same kind. {@code seen} gets the transaction of each load. */
    @SuppressWarnings("unchecked")
    private static <R> BatchedKind<R> counting(BatchedKind<R> kind, Consumer<Transaction> seen) {
        return (BatchedKind<R>) Proxy.newProxyInstance(
                BatchedKind.class.getClassLoader(), new Class<?>[] {BatchedKind.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("load")) {
                        seen.accept((Transaction) arguments[1]);
                    }
                    try {
                        return method.invoke(kind, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** The same kind, but each load only gives its records to {@code load}, so that batches grow fast. */
    @SuppressWarnings("unchecked")
    private static <R> BatchedKind<R> loading(BatchedKind<R> kind, Function<List<R>, RecordLoad> load) {
        return (BatchedKind<R>) Proxy.newProxyInstance(
                BatchedKind.class.getClassLoader(),
                new Class<?>[] {BatchedKind.class},
                (proxy, method, arguments) -> method.getName().equals("load")
                        ? load.apply((List<R>) arguments[3])
                        : method.invoke(kind, arguments));
    }

    /** The part of a large batch before the refused record is kept, and the import continues after it. */
    @ParameterizedTest
    @EnumSource
    void anImportThatStoppedInALargeBatchContinuesWhereItStopped(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = withBad(Set.of(999));
            begin(stores, options(kind, file, false, false).digest().text(), 1_000, 0);

            var stopped = load(of(stores, kind, file, source(kind, file, false), false, false));
            assertEquals(List.of("line 1001"), refusedPlaces(stopped));
            assertEquals(Optional.of(onlyRun(stores)), stopped.unfinished());
            assertEquals(onlyRun(stores).added(), count(stores, RecordKind.CUSTOMER));

            var outcome = load(of(stores, kind, file, source(kind, file, false), true, false));
            assertEquals(List.of(999L, 0L), counts(outcome));
            assertEquals(List.of("line 1001"), refusedPlaces(outcome));
        }
    }

    /** Each part of a large batch is a transaction of its own, so an interrupted import has done it. */
    @ParameterizedTest
    @EnumSource
    void theProgressOfAnImportIsThatOfTheLastTransaction(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var told = new TreeSet<Long>();
            var stored = new TreeSet<Long>();
            var current = new AtomicReference<Supplier<Optional<ImportRun>>>(Optional::empty);
            var kind = counting(
                    new CustomerKind(),
                    transaction -> current.get().get().ifPresent(run -> {
                        told.add(run.done());
                        ImportRuns.lock(transaction, run).ifPresent(now -> stored.add(now.done()));
                    }));
            var file =
                    withBad(IntStream.range(0, 100).map(row -> 10 * row).boxed().collect(Collectors.toSet()));
            var loading = of(stores, kind, file, source(kind, file, false), true, false);
            current.set(loading::current);

            assertEquals(List.of(900L, 0L), counts(load(loading)));

            assertFalse(told.isEmpty());
            assertEquals(stored, told);
        }
    }

    /** A batch of many refused records takes long, and a stop must not wait for all of it. */
    @Test
    void aStopEndsALargeBatchAfterOneOfItsParts() throws IOException {
        try (var stores = stores(TestDatabase.SQLITE)) {
            var batch = units(new CustomerKind(), withBad(Set.of(120, 480, 481, 999)));
            var batches = new BatchLoad<>(new CustomerKind(), stores.forImports(), ACCOUNT, NOON);
            var run = begin(stores, "digest", 1_000, 0);
            var told = new ArrayList<ImportRun>();
            assertThrows(
                    IllegalStateException.class,
                    () -> batches.commit(run, batch, true, after -> {
                        told.add(after);
                        throw new IllegalStateException("stopped");
                    }));
            assertEquals(
                    List.of(onlyRun(stores).done()),
                    told.stream().map(ImportRun::done).toList());
            assertEquals(told.get(0).added(), count(stores, RecordKind.CUSTOMER));
        }
    }

    /** On SQLite, a rehearsal of a large batch has several transactions, and a stop must not wait for all of them. */
    @Test
    void aStopEndsARehearsalWithinALargeBatch() throws IOException {
        try (var stores = stores(TestDatabase.SQLITE)) {
            var stop = new AtomicReference<Runnable>(() -> {});
            var loaded = new ArrayList<Integer>();
            var kind = loading(new CustomerKind(), records -> {
                loaded.add(records.size());
                // The sizes of batches double from 100, so this is the first part of two in a batch of 1,600.
                if (records.size() == 1_000) {
                    stop.get().run();
                }
                return new RecordLoad(records.size(), 0, List.of());
            });
            // Many batches, because slow ones on a busy machine do not grow.
            var file = write(customers(5 * MANY_ROWS));
            var rehearsing = of(stores, kind, file, source(kind, file, false), false);
            stop.set(rehearsing::stop);

            var stopped = assertThrows(ProblemException.class, rehearsing::rehearse);

            assertTrue(stopped.detail().contains("the import was stopped"), stopped.detail());
            assertEquals(1_000, loaded.get(loaded.size() - 1), loaded::toString);
        }
    }

    /** A large batch with refused records is loaded in parts. */
    @ParameterizedTest
    @EnumSource
    void onlyTheRefusedRecordsOfALargeBatchAreSkipped(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = withBad(Set.of(120, 480, 481, 999));

            var outcome = load(of(stores, kind, file, source(kind, file, false), true, false));

            assertEquals(List.of(996L, 0L), counts(outcome));
            assertEquals(List.of("line 122", "line 482", "line 483", "line 1001"), refusedPlaces(outcome));
            assertEquals(996, count(stores, RecordKind.CUSTOMER));
        }
    }

    /**
     * Without a limit, the import could store any number of reasons, and a continued import reads all of them into
     * memory.
     */
    @ParameterizedTest
    @EnumSource
    void anImportStopsWhenTheDatabaseHasRefusedTooManyRecords(TestDatabase database) throws IOException {
        try (var stores = stores(database)) {
            var kind = new CustomerKind();
            var file = write("name,phone,zone\nAsha,9000000001,West\nRavi,9000000002,99999\n");
            var batch = units(kind, file);
            var run = begin(stores, "digest", RefusalLimit.MOST + 3, RefusalLimit.MOST - 1);
            stores.database()
                    .run(transaction -> transaction
                            .update("""
                            INSERT INTO import_refusal (cm_id, import_id, position, reason)
                            WITH RECURSIVE refused (position) AS (
                                SELECT 0 UNION ALL SELECT position + 1 FROM refused WHERE position + 1 < :done)
                            SELECT :cmId, :id, position, 'no such zone' FROM refused""", 7)
                            .bind("id", run.id())
                            .bind("done", run.done())
                            .execute());
            var batches = new BatchLoad<>(kind, stores.forImports(), ACCOUNT, NOON);

            var last = batches.commit(run, batch, true, told -> {});
            assertEquals(1, last.refused().size(), "the last one that is stored");
            var next = run.after(batch.size(), last.added(), last.updated(), NOON.instant());
            var stopped = assertThrows(ProblemException.class, () -> batches.commit(next, batch, true, told -> {}));

            var reason = last.refused().get(1);
            assertRefused(stopped, Reason.TOO_MANY_REFUSED, run.id(), RefusalLimit.MOST, reason);
            assertEquals(next, onlyRun(stores), "the batch was rolled back");
        }
    }

    /** Begins an import and marks its first records as added. */
    private static ImportRun begin(Stores stores, String digest, int total, int added) {
        return stores.database().write(transaction -> {
            var run = start(transaction, digest, total);
            var after = run.after(added, added, 0, NOON.instant());
            assertTrue(ImportRuns.advance(transaction, run, after, Map.of()));
            return after;
        });
    }

    private static ImportRun start(Transaction transaction, String digest, int total) {
        return ImportRuns.start(transaction, 7, RecordKind.CUSTOMER, digest, "file.csv", total, NOON.instant());
    }

    private void finish(Stores stores, Path file) {
        try {
            load(of(stores, file, false));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Long> counts(Outcome outcome) {
        return List.of(outcome.added(), outcome.updated());
    }

    private static List<String> refusedPlaces(Outcome outcome) {
        return outcome.refused().first().stream().map(row -> row.place()).toList();
    }

    private static Stores stores(TestDatabase database) {
        return stores(database, DatabaseOptions.forServer());
    }

    private static Stores stores(TestDatabase database, DatabaseOptions options) {
        var stores = Stores.open(database.create(), options);
        stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }

    private static String customers(int rows) {
        var text = new StringBuilder("customer_code,name,phone,email\n");
        for (var number = 1; number <= rows; number++) {
            text.append("C%d,Name,9%09d,\n".formatted(number, number));
        }
        return text.toString();
    }

    private Path write(String content) throws IOException {
        return write("file.csv", content);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Reading reading(boolean lastWins) {
        return new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), lastWins);
    }

    private static <R> List<Unit<R>> units(BatchedKind<R> kind, Path file) throws IOException {
        return units(kind, file, false);
    }

    private static <R> List<Unit<R>> units(BatchedKind<R> kind, Path file, boolean lastWins) throws IOException {
        var units = new ArrayList<Unit<R>>();
        try (var rows = source(kind, file, lastWins).open(UnaryOperator.identity())) {
            new Units<>(kind, rows, RowRules.of(Account.DEFAULT_ZONE), lastWins, Map.of()).forEachRemaining(units::add);
        }
        return units;
    }

    private static RowSource source(ImportKind<?> kind, Path file, boolean lastWins) {
        var reading = reading(lastWins);
        return reading.file(file, reading.columns(kind.fields(), kind.keepsUnknown()));
    }

    private static FileImport<CustomerRow> of(Stores stores, Path file, boolean lastWins) throws IOException {
        var kind = new CustomerKind();
        return of(stores, kind, file, source(kind, file, lastWins), lastWins);
    }

    private static <R> FileImport<R> of(
            Stores stores, BatchedKind<R> kind, Path file, RowSource source, boolean lastWins) throws IOException {
        return of(stores, kind, file, source, false, lastWins);
    }

    private static <R> FileImport<R> of(
            Stores stores, BatchedKind<R> kind, Path file, RowSource source, boolean skipBad, boolean lastWins)
            throws IOException {
        return of(stores, kind, source, options(kind, file, skipBad, lastWins));
    }

    private static <R> FileImport<R> of(
            Stores stores, BatchedKind<R> kind, RowSource source, FileImport.Options options) {
        return new FileImport<>(kind, source, options, stores.forImports(), ACCOUNT, Progress.NONE, NOON);
    }

    private List<String> refusedLines() {
        try {
            return Files.readAllLines(folder.resolve("refused.csv"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileImport.Options options(ImportKind<?> kind, Path file, boolean skipBad, boolean lastWins)
            throws IOException {
        return options(kind, file, skipBad, lastWins, Optional.empty());
    }

    /** The options of an import that skips refused rows, and writes them to {@code refused}. */
    private static FileImport.Options options(ImportKind<?> kind, Path file, Path refused) throws IOException {
        return options(kind, file, true, false, Optional.of(refused));
    }

    private static FileImport.Options options(
            ImportKind<?> kind, Path file, boolean skipBad, boolean lastWins, Optional<Path> refused)
            throws IOException {
        var reading = reading(lastWins);
        return new FileImport.Options(
                reading.rules(ACCOUNT.zone()),
                FileDigest.of(file, kind, ACCOUNT, reading),
                "file.csv",
                skipBad,
                refused,
                Long.MAX_VALUE,
                lastWins);
    }

    private static Outcome load(FileImport<?> file) {
        return file.load(note -> {});
    }

    private static void assertRefused(ProblemException refused, Reason reason, Object... values) {
        assertEquals(Optional.of(reason), refused.reason());
        assertEquals(List.of(values), refused.values());
    }

    private static int count(Stores stores, RecordKind kind) {
        return stores.database()
                .read(transaction -> StoredRecords.documents(transaction, ACCOUNT.cmId(), kind))
                .size();
    }

    private static List<ImportRun> runs(Stores stores) {
        return stores.database().read(transaction -> ImportRuns.all(transaction, ACCOUNT.cmId()));
    }

    private static ImportRun onlyRun(Stores stores) {
        var runs = runs(stores);
        assertEquals(1, runs.size());
        return runs.get(0);
    }

    /**
     * A file that is read in several passes. Just before one of them an event happens, such as a write by another
     * program.
     */
    private static final class Changing implements RowSource {
        private final RowSource file;
        private final Runnable change;
        private int before;

        Changing(RowSource file, int pass, String content) {
            this(file, pass, () -> {
                try {
                    Files.writeString(file.path(), content);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }

        Changing(RowSource file, int pass, Runnable change) {
            this.file = file;
            this.before = pass;
            this.change = change;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public Rows open(UnaryOperator<InputStream> watch) throws IOException {
            before--;
            if (before == 0) {
                change.run();
            }
            return file.open(watch);
        }
    }

    /** A file that runs {@code end} at the end of each pass, when all rows are read and passed on. */
    private record Watched(RowSource file, Runnable end) implements RowSource {
        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public Rows open(UnaryOperator<InputStream> watch) throws IOException {
            return file.open(watch);
        }

        @Override
        public void checkColumns() {
            end.run();
        }
    }

    /** Customers whose second batch is stored, but the database fails before it confirms the commit. */
    private static final class UnknownCommit implements BatchedKind<CustomerRow> {
        private final CustomerKind customers = new CustomerKind();
        private boolean hasFailed;

        @Override
        public RecordLoad load(
                ImportStores stores, Transaction transaction, Account account, List<CustomerRow> records, Instant now) {
            var load = customers.load(stores, transaction, account, records, now);
            var run = ImportRuns.all(transaction, account.cmId()).get(0);
            if (run.done() > 0 && !hasFailed) {
                hasFailed = true;
                var after = run.after(records.size(), load.added(), load.updated(), now);
                assertTrue(ImportRuns.advance(transaction, run, after, Map.of()));
                transaction.handle().execute("COMMIT");
                throw Reason.OUTCOME_UNKNOWN.with("The database broke off");
            }
            return load;
        }

        @Override
        public RecordKind records() {
            return customers.records();
        }

        @Override
        public boolean dependsOnOthers(CustomerRow record, boolean mayUpdate) {
            return customers.dependsOnOthers(record, mayUpdate);
        }

        @Override
        public Rehearsal<CustomerRow> rehearsal(ImportStores stores, Account account, Set<String> repeated) {
            return customers.rehearsal(stores, account, repeated);
        }

        @Override
        public List<String> fields() {
            return customers.fields();
        }

        @Override
        public String keyField() {
            return customers.keyField();
        }

        @Override
        public String key(Fields row) {
            return customers.key(row);
        }

        @Override
        public CustomerRow read(Fields row, RowRules rules) {
            return customers.read(row, rules);
        }
    }
}
