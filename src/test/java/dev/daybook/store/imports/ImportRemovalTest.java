package dev.daybook.store.imports;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.Packs;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.TableNames;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.store.ticket.NumberedChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After the removal of an import, the tables keep only ids and versions of its records, for followers of the feed. */
class ImportRemovalTest {
    private static final Account ACCOUNT = new Account(7, "Import", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final String MARK = "quixote";

    /** A text that makes its day large enough to be packed. */
    private static final String LONG = MARK + "é".repeat(15_000);

    @ParameterizedTest
    @EnumSource
    void aRemovalLeavesNoPersonalData(TestDatabase database) throws Exception {
        for (var kind : RecordKind.values()) {
            var url = database.newUrl();
            try (var stores = Stores.open(DatabaseUrl.parse(url))) {
                var customer = customer(stores);
                var run = imported(stores, kind, customer);
                assertTrue(TableDump.of(url).contains(MARK), kind + " is stored");
                assertEquals(1, new ImportRemoval(stores.database()).remove(run, NOON));
                assertFalse(TableDump.of(url).contains(MARK), kind + " is removed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovalLeavesNoPackOfItsRecords(TestDatabase database) throws Exception {
        for (var kind : RecordKind.values()) {
            try (var stores = Stores.open(database.create())) {
                var run = imported(stores, kind, customer(stores));
                Packs.make(stores, NOON.plus(Duration.ofDays(3)));
                assertEquals(1, packsWithMark(stores), kind.toString());
                assertEquals(1, new ImportRemoval(stores.database()).remove(run, NOON));
                assertEquals(0, packsWithMark(stores), kind.toString());
            }
        }
    }

    private static long packsWithMark(Stores stores) {
        return Packs.check(stores.database(), ACCOUNT.cmId()).stream()
                .filter(text -> text.contains(MARK))
                .count();
    }

    /**
     * A restart of the feed between an import and its removal changes the records' change numbers. The removal must
     * still find the records.
     */
    @ParameterizedTest
    @EnumSource
    void aRemovalFindsItsRecordsAfterARestartOfTheFeed(TestDatabase database) {
        for (var kind : RecordKind.values()) {
            try (var stores = Stores.open(database.create())) {
                var run = imported(stores, kind, customer(stores));
                stores.database().run(transaction -> RestoredChanges.beginAnew(transaction, NOON));
                assertEquals(1, new ImportRemoval(stores.database()).remove(run, NOON), kind.toString());
            }
        }
    }

    /**
     * On PostgreSQL, the command finds an import whose end is not committed yet, and waits for the commit. It must then
     * report that the import has ended.
     */
    @Test
    void theCommandSaysThatTheImportHasEnded() {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var run = imported(stores, RecordKind.CUSTOMER, customer(stores));
            var removal = stores.database().write(transaction -> {
                ImportRuns.end(transaction, run);
                return ConcurrentWrite.start(stores.database(), () -> remove(url, run));
            });
            var told = removal.join().expect(Main.FAILED).err();
            assertTrue(told.contains("import " + run.id() + " has ended at the same time"), told);
            assertEquals(2, count(stores, RecordKind.CUSTOMER));
        }
    }

    /**
     * An import may load more records after it was read. So a claim reads it again and returns it with the current
     * number of records.
     */
    @ParameterizedTest
    @EnumSource
    void aClaimReturnsTheCurrentImport(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var before = imported(stores, RecordKind.CUSTOMER, customer(stores));
            var removal = new ImportRemoval(stores.database());
            var claimed = stores.database().write(transaction -> removal.claim(transaction, before));
            assertEquals(1, claimed.orElseThrow().added());
            assertEquals(1, removal.remove(before, NOON));
            assertTrue(stores.database()
                    .write(transaction -> removal.claim(transaction, before))
                    .isEmpty());
        }
    }

    /**
     * Marking a ticket as late would give it a new change number, and the removal would not find the ticket and its
     * personal data. So tickets of an unfinished import are not marked.
     */
    @ParameterizedTest
    @EnumSource
    void aRemovalFindsTicketsWhoseDueTimeHasPassed(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var run = importedDue(stores);
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            assertEquals(0, late.mark(ACCOUNT, () -> NOON, () -> false), "the first is late since it was loaded");
            assertEquals(
                    0,
                    late.mark(ACCOUNT, () -> NOON.plusSeconds(7_200), () -> false),
                    "the import may still be removed");
            assertEquals(2, new ImportRemoval(stores.database()).remove(run, NOON));
            assertFalse(TableDump.of(url).contains(MARK));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsOfAnEndedImportCanBecomeLate(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var run = importedDue(stores);
            stores.database().run(transaction -> ImportRuns.end(transaction, run));
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            assertEquals(1, late.mark(ACCOUNT, () -> NOON.plusSeconds(7_200), () -> false));
        }
    }

    /**
     * The clock was ahead while the import loaded a ticket that is due later, so this ticket is marked as late. The
     * mark stays while the import may still be removed, and goes after its end.
     */
    @ParameterizedTest
    @EnumSource
    void ticketsOfAnImportThatAClockAheadMarkedAreOnTimeAfterItEnds(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var run = importedDue(stores, NOON.plusSeconds(7_200));
            var late = new LateTickets(stores.database(), stores.ticketDocuments());
            late.mark(() -> NOON, () -> false);
            assertEquals(2, lateTickets(stores), "the import may still be removed");
            stores.database().run(transaction -> ImportRuns.end(transaction, run));
            late.mark(() -> NOON, () -> false);
            assertEquals(1, lateTickets(stores));
        }
    }

    private static int lateTickets(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .query("SELECT count(*) FROM ticket WHERE cm_id = :cmId AND late = 1", ACCOUNT.cmId())
                        .mapTo(Integer.class)
                        .one());
    }

    private static ImportRun importedDue(Stores stores) {
        return importedDue(stores, NOON);
    }

    /**
     * An unfinished import of two open tickets, by a clock that says {@code now}: one was due an hour before noon, the
     * other is due an hour after it.
     */
    private static ImportRun importedDue(Stores stores, Instant now) {
        return stores.database().write(transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            var run = ImportRuns.start(transaction, ACCOUNT.cmId(), RecordKind.TICKET, "digest", "file.csv", 2, NOON);
            var rows = Stream.of(NOON.minusSeconds(3_600), NOON.plusSeconds(3_600))
                    .map(due -> TestTickets.of(Map.of(TicketField.TITLE, MARK))
                            .with(Map.of(TicketTime.DUE, due), AssociateFields.NONE))
                    .map(change -> new RecordLoad.Row<>(new NumberedChange(0, change), NOON.minusSeconds(86_400)))
                    .toList();
            stores.tickets().load(transaction, ACCOUNT, rows, now);
            assertTrue(ImportRuns.advance(transaction, run, run.after(2, 2, 0, NOON), Map.of()));
            return run;
        });
    }

    /**
     * On SQLite, all writes that wait for the writer are committed together. The removal of an import must keep the
     * records of other writes in the import's commit.
     */
    @Test
    void aRemovalKeepsRecordsOfOthersInTheSameCommit() throws Exception {
        for (var kind : RecordKind.values()) {
            try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
                var customer = customer(stores);
                var writes = List.<Callable<Object>>of(
                        () -> add(stores, kind, customer, "before"),
                        () -> imported(stores, kind, customer),
                        () -> add(stores, kind, customer, "after"));
                var run = (ImportRun) together(stores, writes).get(1);
                assertEquals(1, new ImportRemoval(stores.database()).remove(run, NOON));
                assertEquals(kind == RecordKind.CUSTOMER ? 3 : 2, count(stores, kind), kind + " of others");
            }
        }
    }

    /**
     * If a removal deleted such a customer, tickets and orders that the import did not add would lose their customer.
     */
    @ParameterizedTest
    @EnumSource
    void aRemovalKeepsCustomersThatHaveTicketsOrOrders(TestDatabase database) {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            customer(stores);
            var customers = importedCustomers(stores, "9100000011", "9100000012", "9100000013", "9100000014");
            stores.database().run(transaction -> {
                addTicket(stores, transaction, "9100000011");
                var order = CustomerChange.ofTexts(idOf(transaction, "9100000012"), false, Map.of());
                stores.orders()
                        .save(transaction, ACCOUNT, OrderChange.ofTexts(0, false, Map.of(), order), Rights.ALL, NOON);
            });
            var tickets = stores.database().write(transaction -> {
                var run = ImportRuns.start(
                        transaction, ACCOUNT.cmId(), RecordKind.TICKET, "tickets", "tickets.csv", 1, NOON);
                var ticket = TestTickets.of(Map.of(TicketField.TITLE, MARK, TicketField.PHONE, "9100000013"));
                stores.tickets().load(transaction, ACCOUNT, rows(new NumberedChange(0, ticket)), NOON);
                return advanced(transaction, run);
            });
            assertEquals("1 deleted of import " + tickets.id() + " from tickets.csv", removed(url, tickets));
            assertEquals(
                    "2 deleted of import " + customers.id() + " from file.csv, 2 kept that were changed or deleted"
                            + " after they were added, or have tickets or orders",
                    removed(url, customers));
            assertEquals(
                    List.of("9100000001", "9100000011", "9100000012"),
                    StoredValues.texts(
                            stores.database(),
                            "SELECT phone FROM customer WHERE cm_id = 7 AND deleted_at = 0 ORDER BY phone"));
        }
    }

    /** On PostgreSQL the removal waits for the ticket, which locks its customer without changing it. */
    @ParameterizedTest
    @EnumSource
    void aRemovalKeepsACustomerThatGetsATicketAtTheSameTime(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            customer(stores);
            var run = importedCustomers(stores, "9100000011", "9100000012");
            var removal = new ImportRemoval(stores.database());
            var deleted = stores.database().write(transaction -> {
                addTicket(stores, transaction, "9100000011");
                return ConcurrentWrite.start(stores.database(), () -> removal.remove(run, NOON));
            });
            assertEquals(1, deleted.join());
            assertEquals(2, count(stores, RecordKind.CUSTOMER));
        }
    }

    private static Outcome remove(String url, ImportRun run) {
        return Outcome.of("import", "remove", Long.toString(run.id()), "--cm-id", "7", "--database-url", url);
    }

    private static String removed(String url, ImportRun run) {
        return remove(url, run).expect(Main.DONE).err().strip();
    }

    /** An unfinished import of customers with these phones; each has a batch of its own. */
    private static ImportRun importedCustomers(Stores stores, String... phones) {
        var run = stores.database()
                .write(transaction -> ImportRuns.start(
                        transaction, ACCOUNT.cmId(), RecordKind.CUSTOMER, "digest", "file.csv", phones.length, NOON));
        for (var phone : phones) {
            var before = run;
            run = stores.database().write(transaction -> {
                var texts = Map.of(ProfileField.NAME, MARK, ProfileField.PHONE, phone);
                stores.customers().load(transaction, ACCOUNT, rows(CustomerChange.ofTexts(0, false, texts)), NOON);
                return advanced(transaction, before);
            });
        }
        return run;
    }

    private static ImportRun advanced(Transaction transaction, ImportRun run) {
        var after = run.after(1, 1, 0, NOON);
        assertTrue(ImportRuns.advance(transaction, run, after, Map.of()));
        return after;
    }

    private static void addTicket(Stores stores, Transaction transaction, String phone) {
        var change = TestTickets.of(Map.of(TicketField.TITLE, "Broken", TicketField.PHONE, phone));
        stores.tickets().add(transaction, ACCOUNT, change, Rights.ALL, Author.UNKNOWN, NOON);
    }

    private static long idOf(Transaction transaction, String phone) {
        return transaction
                .query("SELECT id FROM customer WHERE cm_id = :cmId AND phone = :phone", ACCOUNT.cmId())
                .bind("phone", phone)
                .mapTo(Long.class)
                .one();
    }

    /** Runs writes in one commit, in this order: while another one holds the writer, they queue up. */
    private static List<Object> together(Stores stores, List<Callable<Object>> writes) throws Exception {
        var registry = new SimpleMeterRegistry();
        stores.database().measure(registry);
        var queue = registry.get("daybook.writer.queue").gauge();
        var threads = Executors.newCachedThreadPool();
        try {
            var holding = new CountDownLatch(1);
            var queued = new CountDownLatch(1);
            threads.execute(() -> stores.database().run(transaction -> {
                holding.countDown();
                await(queued);
            }));
            await(holding);
            var started = new ArrayList<Future<Object>>();
            for (var write : writes) {
                started.add(threads.submit(write));
                while (queue.value() < started.size()) {
                    Thread.onSpinWait();
                }
            }
            queued.countDown();
            var results = new ArrayList<Object>();
            for (var write : started) {
                results.add(write.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Adds a record as the API does. */
    private static boolean add(Stores stores, RecordKind kind, long customer, String name) {
        stores.database().run(transaction -> {
            switch (kind) {
                case CUSTOMER -> save(stores, transaction, name);
                case TICKET ->
                    stores.tickets()
                            .add(
                                    transaction,
                                    ACCOUNT,
                                    TestTickets.of(Map.of(TicketField.TITLE, name)),
                                    Rights.ALL,
                                    Author.UNKNOWN,
                                    NOON);
                case ORDER ->
                    stores.orders()
                            .save(
                                    transaction,
                                    ACCOUNT,
                                    OrderChange.ofTexts(
                                            0, false, Map.of(), CustomerChange.ofTexts(customer, false, Map.of())),
                                    Rights.ALL,
                                    NOON);
            }
        });
        return true;
    }

    /** The number of records of a kind that are not deleted. */
    private static int count(Stores stores, RecordKind kind) {
        return StoredValues.count(
                stores.database(), TableNames.of(kind).records() + " WHERE cm_id = 7 AND deleted_at = 0");
    }

    private static long customer(Stores stores) {
        return stores.database().write(transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            return save(stores, transaction, "Asha");
        });
    }

    private static long save(Stores stores, Transaction transaction, String name) {
        var texts = Map.of(ProfileField.NAME, name, ProfileField.PHONE, "9100000001");
        return stores.customers()
                .save(transaction, ACCOUNT, CustomerChange.ofTexts(0, false, texts), NOON)
                .id();
    }

    private static ImportRun imported(Stores stores, RecordKind kind, long customer) {
        return stores.database().write(transaction -> {
            var run = ImportRuns.start(transaction, ACCOUNT.cmId(), kind, "digest", "file.csv", 1, NOON);
            assertEquals(1, load(stores, transaction, kind, customer).added());
            assertTrue(ImportRuns.advance(transaction, run, run.after(1, 1, 0, NOON), Map.of()));
            return run;
        });
    }

    private static RecordLoad load(Stores stores, Transaction transaction, RecordKind kind, long customer) {
        return switch (kind) {
            case CUSTOMER ->
                stores.customers()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(CustomerChange.ofTexts(
                                        0,
                                        false,
                                        Map.of(
                                                ProfileField.NAME, MARK,
                                                ProfileField.PHONE, "9100000002",
                                                ProfileField.REMARKS, LONG))),
                                NOON);
            case TICKET ->
                stores.tickets()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(new NumberedChange(
                                        0, TestTickets.of(Map.of(TicketField.TITLE, MARK, TicketField.DETAIL, LONG)))),
                                NOON);
            case ORDER ->
                stores.orders()
                        .load(
                                transaction,
                                ACCOUNT,
                                rows(OrderChange.ofTexts(
                                        0,
                                        false,
                                        Map.of(OrderField.ERP_ORDER_ID, "E-1", OrderField.REMARKS, LONG),
                                        CustomerChange.ofTexts(customer, false, Map.of()))),
                                NOON);
        };
    }

    private static <C> List<RecordLoad.Row<C>> rows(C change) {
        return List.of(new RecordLoad.Row<>(change, NOON));
    }
}
