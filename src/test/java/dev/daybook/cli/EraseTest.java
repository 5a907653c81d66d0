package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.TextField;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.FilledChanges;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ProblemText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Deleted data is hidden; erased data is gone from the files, byte by byte. */
class EraseTest {
    private static final String CM_ID = Long.toString(TestServer.CM_ID);
    private static final Pattern ID = Pattern.compile("\"kapture_customer_id\":\"(\\d+)\"");
    private static final Pattern TICKET = Pattern.compile("\"ticket_id\":\"(\\d+)\"");
    private static final List<String> MARKERS = List.of(
            "Zebulon Quixote",
            "7305550",
            "zebulon",
            "quirkyremark",
            "quirkyplan",
            "quirkyenquiry",
            "quirkylater",
            "quirkyattribute",
            "quirkyticket",
            "quirkynote",
            "quirkygroup",
            "Quirkyville",
            "quirkystreet",
            "quirkypayment",
            "quirkygift",
            "quirkyorder",
            "quirkychoice");

    /**
     * The body of a request that adds an order of the customer of {@link #marked}, with more of the {@link #MARKERS}.
     */
    private static String ordered(int number) {
        return """
                {"customer_info":{"customer_name":"Zebulon Quixote %1$d","phone":"7305550%1$d"},
                 "order_info":{"erp_order_id":"E-%1$d","order_status":"Pending","total_paid":"1","address":"quirkystreet",
                  "shipping_address":"quirkystreet %1$d","transaction":"quirkypayment","remarks":"quirkyorder",
                  "additional_fields":{"attr2":"quirkychoice"},"gift":"quirkygift"},
                 "product_details":[{"product_name":"Chair","rate":"99.95","quantity":"2"}]}""".formatted(number);
    }

    /** The body of a request that adds a customer with texts of {@link #MARKERS}; the number tells several apart. */
    private static String marked(int number) {
        return """
                {"customer_info":{"customer_name":"Zebulon Quixote %1$d","phone":"7305550%1$d",
                 "email_id":"zebulon%1$d@mail.example","customer_code":"Z%1$d","remarks":"quirkyremark %1$d",
                 "city":"Quirkyville","additional_fields":{"attr3":"quirkyattribute"},
                 "associate_fields":{"plan":"quirkyplan %1$d"}},
                 "contact_info":[{"contact_person_name":"Zebulon Quixote","contact_person_phone":"7305550%1$d",
                  "contact_person_email":"zebulon@home.example"}],
                 "enquiry_info":{"remarks":"quirkyenquiry %1$d","mood":"quirkyplan"}}""".formatted(number);
    }

    @Test
    void noFileHoldsAnErasedCustomer() throws IOException {
        var url = TestDatabase.SQLITE.create();
        var folder = TestDatabase.file(url).getParent();
        String erased;
        String deletedBefore;
        String kept;
        try (var server = TestServer.start(url)) {
            kept = add(server, other(1), Map.of());
            erased = add(server, marked(1), Map.of("Idempotency-Key", "once-1"));
            deletedBefore = add(server, marked(2), Map.of());
            assertEquals(erased, order(server, ordered(1), Map.of("Idempotency-Key", "once-3")));
            assertEquals(deletedBefore, order(server, ordered(2), Map.of()));
            for (var number = 2; number < 60; number++) {
                add(server, other(number), Map.of());
            }
            for (var number = 0; number < 5; number++) {
                var body = "{\"customer_info\":{\"customer_id\":%s,\"remarks\":\"quirkylater %s\"}}"
                        .formatted(erased, "x".repeat(4_000 * number));
                assertEquals(200, server.post(Paths.SAVE_CUSTOMER, body).statusCode());
            }
            addTicket(server, erased, Map.of("Idempotency-Key", "once-2"));
            assertEquals(new TreeSet<>(MARKERS), found(folder), "the markers are not even stored");
        }
        Outcome.of("customer", "delete", deletedBefore, "--cm-id", CM_ID, "--database-url", "sqlite:" + file(url))
                .expect(Main.DONE);
        assertFalse(found(folder).isEmpty(), "a plain delete keeps the row");

        var outcome = Outcome.of(
                        "customer",
                        "delete",
                        erased,
                        deletedBefore,
                        "--erase",
                        "--cm-id",
                        CM_ID,
                        "--database-url",
                        "sqlite:" + file(url))
                .expect(Main.DONE);
        assertEquals("2 erased; tickets blanked: 1, orders blanked: 2\n", outcome.err());
        assertEquals(new TreeSet<>(), found(folder));
        try (var stores = dev.daybook.server.Stores.open(url)) {
            assertTrue(stores.database().isReady());
        }
        assertEquals(new TreeSet<>(), found(folder));
        Outcome.of("customer", "delete", kept, "--cm-id", CM_ID, "--database-url", "sqlite:" + file(url))
                .expect(Main.DONE);
    }

    private static void erase(DatabaseUrl url, String id) {
        erase("sqlite:" + file(url), id);
    }

    private static void erase(String address, String id) {
        String[] command = {"customer", "delete", id, "--erase", "--cm-id", CM_ID, "--database-url", address};
        // On a busy machine, a task of a running server may read for longer than the command waits for it.
        Outcome.repeatedWhile("run the command again after its end", command).expect(Main.DONE);
    }

    /**
     * A command erases a customer while a server runs on the same database, as in production. No file has the
     * customer's texts then, and the server still answers.
     */
    @Test
    void aCustomerIsErasedWhileTheServerRuns() throws IOException {
        var url = TestDatabase.SQLITE.create();
        var folder = TestDatabase.file(url).getParent();
        try (var server = TestServer.start(url)) {
            var kept = add(server, other(1), Map.of());
            var erased = add(server, marked(1), Map.of("Idempotency-Key", "once-1"));
            order(server, ordered(1), Map.of());
            assertFalse(found(folder).isEmpty());
            erase(url, erased);
            assertEquals(new TreeSet<>(), found(folder));
            var told = server.post(Paths.ORDER_CHANGES, "{\"cm_id\":1000298}").body();
            assertTrue(told.contains("{\"change\":\"updated\",\"id\":"), told);
            assertTrue(told.contains("\"version\":2,\"order\":{"), told);
            assertTrue(told.contains("\"erpOrderId\":\"E-1\",\"orderStatus\":\"Pending\""), told);
            assertTrue(
                    told.contains("\"customerId\":" + erased + ",\"customerCode\":\"\",\"customerName\":\"\""), told);
            assertTrue(told.contains("\"grandTotal\":199.9,\"totalPaid\":1.0"), told);
            assertEquals(404, get(server, erased));
            assertEquals(200, get(server, kept));
            assertEquals(200, get(server, add(server, other(2), Map.of())));
            assertEquals(new TreeSet<>(), found(folder));
        }
    }

    /** Somebody added columns to the tables of records. Daybook does not know what is in them, so it names them. */
    @ParameterizedTest
    @EnumSource
    void columnsThatAnErasureDoesNotChangeAreNamed(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var kept = add(server, other(1), Map.of());
            var erased = add(server, marked(1), Map.of());
            String[] erase = {"customer", "delete", erased, "--erase", "--cm-id", CM_ID, "--database-url", url};
            assertEquals(
                    "1 erased; tickets blanked: 0, orders blanked: 0\n",
                    Outcome.of(erase).expect(Main.DONE).err());
            var before = Outcome.of("doctor", "--database-url", url).out();
            assertFalse(before.contains("not Daybook's"), before);
            server.stores.database().run(transaction -> {
                for (var column : List.of(
                        "customer ADD COLUMN sales_note TEXT",
                        "ticket ADD COLUMN score REAL",
                        "sales_order ADD COLUMN mark BIGINT")) {
                    transaction.handle().execute("ALTER TABLE " + column);
                }
            });
            var columns = "columns that are not Daybook's: customer.sales_note, sales_order.mark, ticket.score";
            var told = Outcome.of(erase).expect(Main.DONE).err();
            assertTrue(told.startsWith("daybook: " + columns + "; the erasure did not change them"), told);
            var doctor = Outcome.of("doctor", "--database-url", url).out();
            assertTrue(doctor.contains("note     tables       " + columns), doctor);
            String[] delete = {"customer", "delete", kept, "--cm-id", CM_ID, "--database-url", url};
            assertEquals("1 deleted\n", Outcome.of(delete).expect(Main.DONE).err());
        }
    }

    /**
     * The console erases only the rows. It does not clear the files, because that would hold up all writes. A later
     * command for the same customer clears them.
     */
    @Test
    void theCommandClearsTheFilesOfACustomerThatTheConsoleErased() throws IOException {
        var url = TestDatabase.SQLITE.create();
        var folder = TestDatabase.file(url).getParent();
        try (var server = TestServer.start(url)) {
            var erased = add(server, marked(1), Map.of());
            server.stores.database().run(transaction -> {
                var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
                Erasure.erase(server.stores, transaction, account, Long.parseLong(erased), Instant.now());
            });
            assertFalse(found(folder).isEmpty(), "nothing is left to clear");
            erase(url, erased);
            assertEquals(new TreeSet<>(), found(folder));
        }
    }

    /**
     * If the files cannot be cleared, the message says that the rows are gone: their erasure is committed before. "Not
     * stored" would make people believe the opposite.
     */
    @Test
    void aFailureToClearTheFilesSaysThatTheRowsAreGone() throws SQLException {
        var url = TestDatabase.SQLITE.create();
        var command = DatabaseOptions.forCommand();
        var impatient = new DatabaseOptions(false, Duration.ofMillis(10), command.patience(), command.statements());
        try (var database = Database.open(url, impatient);
                var other = DriverManager.getConnection("jdbc:sqlite:" + file(url));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            var failure = assertThrows(ProblemException.class, database::scrub);
            assertEquals(Problem.UNAVAILABLE, failure.problem());
            var said = ProblemText.of(failure);
            assertTrue(
                    said.contains("the rows are gone, but their traces may still be in the files; run it again"), said);
            assertTrue(said.contains("busy with another write"), said);
            assertFalse(said.contains("not stored"), said);
        }
    }

    /**
     * VACUUM keeps rows that a snapshot still sees, such as a backup's, even if the snapshot is another user's. An
     * erasure then fails, and says that it must be run again after the end of the snapshot.
     */
    @Test
    void anErasureReportsASnapshotThatStillSeesTheRows() throws SQLException {
        var address = TestDatabase.POSTGRESQL.emptyUrl();
        var role = "plain_" + address.substring(address.lastIndexOf('/') + 1);
        try (var other = DriverManager.getConnection(TableDump.postgresql(address));
                var statement = other.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN");
            statement.execute("GRANT ALL ON SCHEMA public TO " + role);
            try (var database = Database.open(DatabaseUrl.parse(address.replace("//postgres@", "//" + role + "@")))) {
                other.setAutoCommit(false);
                other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute("SELECT cm_id FROM account");
                database.write(transaction -> transaction.handle().execute("DELETE FROM account"));
                reportsAnOlderTransaction(database);
                other.rollback();
                database.scrub();
            }
        }
    }

    private static void reportsAnOlderTransaction(Database database) {
        database.write(transaction -> transaction.handle().execute("CREATE TABLE written (id INT)"));
        var failure = assertThrows(ProblemException.class, database::scrub);
        assertEquals(Problem.UNAVAILABLE, failure.problem());
        var said = ProblemText.of(failure);
        assertTrue(said.contains("the rows are gone") && said.contains("run the command again after its end"), said);
    }

    /** A prepared transaction has no session, and stays for ever if its program forgets it. */
    @Test
    void anErasureReportsAPreparedTransactionThatKeepsTheRows() throws SQLException {
        var address = TestDatabase.POSTGRESQL.newUrl();
        try (var other = DriverManager.getConnection(TableDump.postgresql(address));
                var statement = other.createStatement();
                var database = Database.open(DatabaseUrl.parse(address))) {
            statement.execute("BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'forgotten'");
            try {
                reportsAnOlderTransaction(database);
            } finally {
                statement.execute("ROLLBACK PREPARED 'forgotten'");
            }
            database.scrub();
        }
    }

    /** A replica may tell its server, with hot_standby_feedback, which rows it still needs, with or without a slot. */
    @ParameterizedTest
    @ValueSource(strings = {"", "SLOT replica "})
    void anErasureReportsAReplicaThatKeepsTheRows(String slot) throws SQLException {
        var address = TestDatabase.POSTGRESQL.newUrl();
        var properties = new Properties();
        properties.putAll(Map.of("replication", "true", "preferQueryMode", "simple", "assumeMinServerVersion", "10"));
        try (var database = Database.open(DatabaseUrl.parse(address))) {
            try (var replica = DriverManager.getConnection(TableDump.postgresql(address), properties);
                    var statement = replica.createStatement()) {
                if (!slot.isEmpty()) {
                    statement.execute("CREATE_REPLICATION_SLOT replica TEMPORARY PHYSICAL");
                }
                var stream = replica.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyDual("START_REPLICATION " + slot + "PHYSICAL " + ask(database, "pg_current_wal_lsn()"));
                var needed = feedback(Long.parseLong(ask(database, "pg_snapshot_xmax(pg_current_snapshot())")));
                stream.writeToCopy(needed, 0, needed.length);
                stream.flushCopy();
                Waits.until(
                        () -> !ask(database, KEPT).equals("0"), () -> "the server has not read the replica's message");
                reportsAnOlderTransaction(database);
            }
            database.scrub();
        }
    }

    /** The number of replicas and replication slots for which PostgreSQL keeps deleted rows. */
    private static final String KEPT = "(SELECT count(*) FROM pg_stat_replication WHERE backend_xmin IS NOT NULL)"
            + " + (SELECT count(*) FROM pg_replication_slots WHERE xmin IS NOT NULL)";

    private static String ask(Database database, String expression) {
        return database.read(transaction -> transaction
                .query("SELECT CAST(" + expression + " AS TEXT)")
                .mapTo(String.class)
                .one());
    }

    /** A replica's message that it needs the rows that this transaction saw, in PostgreSQL's replication protocol. */
    private static byte[] feedback(long transaction) {
        return ByteBuffer.allocate(25)
                .put((byte) 'h')
                .putLong(0)
                .putInt((int) transaction)
                .putInt((int) (transaction >> 32))
                .putLong(0)
                .array();
    }

    @Test
    void noTableOfPostgresqlHoldsAnErasedCustomer() throws SQLException {
        var address = TestDatabase.POSTGRESQL.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            var kept = add(server, other(1), Map.of("Idempotency-Key", "once-0"));
            var erased = add(server, marked(1), Map.of("Idempotency-Key", "once-1"));
            order(server, ordered(1), Map.of("Idempotency-Key", "once-3"));
            assertEquals(
                    Set.of(
                            "Zebulon Quixote",
                            "7305550",
                            "zebulon",
                            "Quirkyville",
                            "quirkystreet",
                            "quirkypayment",
                            "quirkygift",
                            "quirkyorder",
                            "quirkychoice"),
                    orderMarkers(address),
                    "the markers are not even stored");
            addTicket(server, erased, Map.of());
            assertTrue(rows(address, erased) >= 6, "rows: " + rows(address, erased));
            erase(address, erased);
            assertEquals(1, rows(address, erased), "the row that tells followers of it");
            assertEquals(Set.of(), orderMarkers(address));
            erase(address, erased);
            assertTrue(rows(address, kept) >= 4, "rows: " + rows(address, kept));
            var pulled = server.post(Paths.PULL_TICKETS, "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
            assertTrue(
                    pulled.body().contains("\"title\":\"\",\"taskTitle\":\"\",\"substatus\":\"Unattended\""),
                    pulled.body());
            assertTrue(MARKERS.stream().noneMatch(pulled.body()::contains), pulled.body());
            assertEquals(200, get(server, kept));
            assertEquals(404, get(server, erased));
        }
    }

    /**
     * After an erasure, the statistics of PostgreSQL's planner have no texts of the customer. Statistics are samples of
     * the columns, such as names, phones and whole documents.
     */
    @Test
    void noStatisticOfPostgresqlHoldsAnErasedCustomer() throws SQLException {
        var address = TestDatabase.POSTGRESQL.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address));
                var connection = DriverManager.getConnection(TableDump.postgresql(address));
                var statement = connection.createStatement()) {
            for (var number = 1; number <= 50; number++) {
                add(server, other(number), Map.of());
            }
            // The table is not left empty, because PostgreSQL keeps the statistics of a table that has become empty.
            add(server, withoutMarks(marked(1)), Map.of());
            var erased = add(server, marked(1), Map.of());
            statement.execute("ANALYZE");
            assertTrue(sampled(statement).contains("Zebulon Quixote 1"), "the name is not even sampled");
            erase(address, erased);
            var left = sampled(statement);
            assertTrue(left.contains("Other 1"), left);
            assertEquals(List.of(), MARKERS.stream().filter(left::contains).toList(), left);
        }
    }

    private static String withoutMarks(String customer) {
        return customer.replaceAll("(?i)zebulon", "other")
                .replaceAll("(?i)quixote", "51")
                .replaceAll("(?i)quirky", "plain")
                .replace("7305550", "9000020")
                .replace("\"Z1\"", "\"O1\"");
    }

    private static String sampled(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("""
                SELECT string_agg(concat_ws(' ', tablename, attname, most_common_vals, histogram_bounds,
                    most_common_elems), chr(10)) FROM pg_stats WHERE schemaname = 'public'""")) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedCustomerIsNotFound(TestDatabase database) {
        var address = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            var first = add(server, marked(1), Map.of());
            var last = add(server, marked(2), Map.of());
            Outcome.of("customer", "delete", last, "999", "--cm-id", CM_ID, "--database-url", address)
                    .expect(Main.FAILED);
            assertEquals(200, get(server, last), "one is missing, so none is deleted");
            assertEquals(last, order(server, ordered(2), Map.of()));
            var outcome = Outcome.of("customer", "delete", last, last, "--cm-id", CM_ID, "--database-url", address)
                    .expect(Main.DONE);
            assertTrue(outcome.err().contains("1 deleted"), outcome.err());

            assertEquals(404, get(server, last));
            assertEquals(
                    404,
                    server.post(Paths.GET_CUSTOMER, "{\"phone\":\"73055502\"}").statusCode());
            var pulled = server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            assertTrue(pulled.body().contains("\"id\":" + first), pulled.body());
            assertFalse(pulled.body().contains("\"id\":" + last), pulled.body());
            var update = server.post(
                    Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_id\":" + last + ",\"city\":\"Pune\"}}");
            assertEquals(404, update.statusCode(), update.body());
            assertTrue(update.body().contains("No Data found/customer_id is missing"), update.body());
            Outcome.of("customer", "delete", last, "--cm-id", CM_ID, "--database-url", address)
                    .expect(Main.FAILED);

            var orders = "{\"cmId\":1000298,\"customerIds\":" + last + "}";
            var kept = server.post(Paths.PULL_ORDERS, orders).body();
            assertTrue(kept.contains("\"customerName\":\"Zebulon Quixote 2\""), "a deleted one's order stays: " + kept);
            var paid = server.post(
                    Paths.SAVE_ORDER, "{\"order_info\":{\"erp_order_id\":\"E-2\",\"update\":true,\"total_paid\":2}}");
            assertEquals(200, paid.statusCode(), paid.body());
            kept = server.post(Paths.PULL_ORDERS, orders).body();
            assertTrue(kept.contains("\"customerName\":\"Zebulon Quixote 2\""), kept);
            assertTrue(kept.contains("\"totalPaid\":2.0"), kept);

            var again = add(server, marked(2), Map.of());
            assertTrue(Long.parseLong(again) > Long.parseLong(last), again + " after " + last);
            erase(address, again);
            assertNotEquals(again, add(server, marked(2), Map.of()));
        }
    }

    /**
     * The stored answer to an Add Ticket names the customer that the ticket had then. If the ticket's present customer
     * is erased, this answer must be erased, too, because it has texts of the ticket.
     */
    @ParameterizedTest
    @EnumSource
    void aStoredAnswerIsErasedThoughItNamesAFormerCustomer(TestDatabase database) throws SQLException {
        var address = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            var wrong = add(server, marked(1), Map.of());
            var right = add(server, other(1), Map.of());
            var headers = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", "once-1");
            var ticket = "{\"title\":\"quirkyticket\",\"customer_id\":\"" + wrong + "\"}";
            var number = TICKET.matcher(
                    server.post(Paths.ADD_TICKET, ticket, headers).body());
            assertTrue(number.find());
            var update =
                    "{\"ticket_id\":\"" + number.group(1) + "\",\"status\":\"P\",\"customer_id\":\"" + right + "\"}";
            assertEquals(200, server.post(Paths.UPDATE_TICKET, update).statusCode());
            assertTrue(TableDump.of(address).contains("quirkyticket"));
            erase(address, right);
            assertFalse(TableDump.of(address).contains("quirkyticket"));
        }
    }

    /** Texts of a product in an order. An erasure keeps them, because what was ordered stays. */
    private static final List<String> PRODUCT = List.of("quirkysku", "quirkyproduct", "quirkyparent");

    /**
     * Stores a value for every text of a customer, contact, enquiry, ticket and order; fields that are added to the
     * code later are included. An erasure removes all texts but those that this test lists.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureRemovesEveryTextOfACustomer(TestDatabase database) throws SQLException, IOException {
        var address = database.newUrl();
        var url = DatabaseUrl.parse(address);
        var texts = new TreeSet<String>();
        long erased;
        String unlinked;
        try (var server = TestServer.start(url)) {
            unlinked = "{\"title\":\"quirkyunlinked\",\"phone\":\"0091 73055509\",\"comment\":\"quirkyunlinked\","
                    + "\"webform\":{\"a\":\"quirkyunlinked\"}}";
            var headers = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", "unlinked");
            for (var body : List.of(
                    unlinked,
                    unlinked.replace("\"phone\":\"0091 73055509\"", "\"email_id\":\"QUIRKY-EMAIL@mail.example\""))) {
                var answer = server.post(Paths.ADD_TICKET, body, headers);
                assertTrue(answer.statusCode() == 409 || answer.body().contains("\"referenceId\":0"), answer.body());
                headers = Map.of("Authorization", "Basic " + server.token);
            }
            var stranger = "{\"title\":\"of a stranger\",\"phone\":\"9111111111\",\"email_id\":\"x@mail.example\"}";
            assertEquals(200, server.post(Paths.ADD_TICKET, stranger).statusCode());
            erased = saveEveryText(server);
            texts.addAll(Stream.of(
                            Stream.of(ProfileField.values()),
                            Stream.of(ContactField.values()),
                            Stream.of(EnquiryField.values()),
                            Stream.of(TicketField.values()),
                            Stream.of(OrderField.values()))
                    .flatMap(fields -> fields)
                    .map(EraseTest::text)
                    .toList());
            texts.addAll(List.of("quirkyown", "quirkyattribute", "quirkycomment", "quirkyunlinked", "73055509"));
            texts.addAll(PRODUCT);
            var all = TableDump.of(address);
            assertEquals(
                    new TreeSet<>(),
                    texts.stream().filter(text -> !all.contains(text)).collect(Collectors.toCollection(TreeSet::new)),
                    "the texts are not even stored");
            erase(address, Long.toString(erased));
            var pulled = server.post(Paths.PULL_TICKETS, "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
            assertTrue(pulled.body().contains("of a stranger"), pulled.body());
            assertFalse(pulled.body().contains("quirkyunlinked"), pulled.body());
        }
        var kept = Stream.concat(
                        Stream.of(TicketField.QUEUE, TicketField.CLASSIFICATION),
                        // This list is written by hand, so that a personal text that is marked as not personal is
                        // noticed.
                        Stream.of(
                                OrderField.ERP_ORDER_ID,
                                OrderField.ORDER_STATUS,
                                OrderField.ORDER_SUB_STATUS,
                                OrderField.ORDER_TYPE,
                                OrderField.PAYMENT_MODE,
                                OrderField.BLOCK_ID,
                                OrderField.UNIT_ID))
                .map(EraseTest::text)
                .collect(Collectors.toCollection(TreeSet::new));
        kept.addAll(PRODUCT);
        var left = TableDump.of(address);
        assertEquals(kept, texts.stream().filter(left::contains).collect(Collectors.toCollection(TreeSet::new)));
        if (database == TestDatabase.SQLITE) {
            var bytes = TestDatabase.bytes(file(url).getParent());
            assertEquals(kept, texts.stream().filter(bytes::contains).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    /**
     * Stores every value that a customer, a ticket and an order can have, not only texts. An erasure empties all
     * columns of their rows but those that this test lists.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureEmptiesEveryColumnThatIsNotKept(TestDatabase database) {
        var address = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            var ids = saveEveryValue(server);
            assertEquals(Set.of("deleted_at"), columns(server, "customer", false), "the customers lack values");
            assertEquals(
                    // The due date is given as a time, and the ticket is not complete.
                    words("deleted_at due_date ended follow_up late tat_minutes"),
                    columns(server, "ticket", false),
                    "the ticket lacks values");
            assertEquals(Set.of("deleted_at"), columns(server, "sales_order", false), "the order lacks values");
            ids.forEach(id -> erase(address, id));
            assertEquals(
                    words("changed_in cm_id deleted_at id version"), columns(server, "customer", true), "customer");
            // Written by hand, so that a personal column that is marked as kept is noticed.
            assertEquals(
                    words("assigned_to_id call_back changed_in classification cm_id conversation created_at due id"
                            + " modified_at number priority queue sla_minutes status sub_status version"),
                    columns(server, "ticket", true),
                    "ticket");
            assertEquals(
                    words("assigned_to_id block_id booking_at changed_in cm_id created_at customer_id erp_order_id"
                            + " expected_delivery_at grand_total id modified_at order_status order_status_key"
                            + " order_sub_status order_sub_status_key order_type payment_mode total_paid unit_id"
                            + " version zone_id"),
                    columns(server, "sales_order", true),
                    "sales_order");
        }
    }

    /**
     * Saves a customer, a ticket and an order with every value. Also saves a second customer, who is an individual,
     * because the first one is an organization and not an individual. Returns the ids of the customers.
     */
    private static List<String> saveEveryValue(TestServer server) {
        var stores = server.stores;
        var now = server.clock.instant();
        var values = new FilledChanges(false);
        var individual = new FlagsChange(Optional.empty(), Optional.of(true), Optional.empty());
        var person = new CustomerChange(
                0,
                false,
                Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9000000099"),
                individual,
                RecordDetails.NONE,
                List.of(),
                Optional.empty());
        return stores.database().write(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var order = values.order(0, values.customer(CustomerChange.NOT_NAMED, 0));
            var customer = stores.orders()
                    .save(transaction, account, order, Rights.ALL, now)
                    .customerId();
            stores.tickets().add(transaction, account, values.ticket(customer), Rights.ALL, Author.UNKNOWN, now);
            var second =
                    stores.customers().save(transaction, account, person, now).id();
            return List.of(Long.toString(customer), Long.toString(second));
        });
    }

    private static Set<String> words(String names) {
        return new TreeSet<>(List.of(names.split(" ")));
    }

    /** The columns of a table that have a value in any row, or those that have none. A 0 is no value. */
    private static Set<String> columns(TestServer server, String table, boolean filled) {
        return server.stores.database().read(transaction -> {
            var all = transaction
                    .handle()
                    .createQuery("SELECT * FROM " + table)
                    .mapToMap()
                    .list();
            return all.get(0).keySet().stream()
                    .filter(column -> filled
                            == all.stream()
                                    .anyMatch(row -> !List.of("", "0").contains(String.valueOf(row.get(column)))))
                    .collect(Collectors.toCollection(TreeSet::new));
        });
    }

    /** A unique text for a field, not longer than the field allows, to search for it later. */
    private static String text(Enum<?> field) {
        var text =
                "quirky-" + (field.getDeclaringClass().getSimpleName() + "-" + field.name()).toLowerCase(Locale.ROOT);
        var length = ((TextField) field).maxLength();
        return text.length() <= length
                ? text
                : "q-" + field.name().substring(0, Math.min(field.name().length(), length - 2));
    }

    private static <F extends Enum<F>> Map<F, String> every(Class<F> fields) {
        var texts = new EnumMap<F, String>(fields);
        for (var field : fields.getEnumConstants()) {
            texts.put(field, text(field));
        }
        return texts;
    }

    /**
     * Saves a customer with a contact, an enquiry, a ticket and an order, each with every text. Returns the customer's
     * id.
     */
    private static long saveEveryText(TestServer server) {
        var stores = server.stores;
        var now = server.clock.instant();
        return stores.database().write(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var own = Map.of("quirkyown", "\"quirkyown\"");
            var customer = CustomerChange.ofTexts(0, false, every(ProfileField.class))
                    .with(new RecordDetails(Map.of(), EmployeeName.NOBODY, Map.of(1, "quirkyattribute"), own))
                    .with(List.of(
                            new ContactChange(0, false, every(ContactField.class)),
                            new ContactChange(
                                    0,
                                    false,
                                    Map.of(
                                            ContactField.PHONE,
                                            "73055509",
                                            ContactField.EMAIL,
                                            "quirky-email@mail.example"))))
                    .with(new EnquiryChange(0, every(EnquiryField.class), EmployeeName.NOBODY, own));
            var saved = stores.customers().save(transaction, account, customer, now);
            var ticket = new TicketChange(
                    Optional.empty(),
                    "",
                    every(TicketField.class),
                    Long.toString(saved.id()),
                    Optional.empty(),
                    EmployeeName.NOBODY,
                    Map.of(),
                    "quirkycomment",
                    new AssociateFields(List.of(new AssociateField("quirkyown", "quirkyown", "\"quirkyown\""))));
            stores.tickets().add(transaction, account, ticket, Rights.ALL, Author.UNKNOWN, now);
            var order = new OrderChange(
                    0,
                    false,
                    every(OrderField.class),
                    Map.of(),
                    Map.of(),
                    new RecordDetails(Map.of(), EmployeeName.NOBODY, Map.of(1, "quirkyattribute"), own),
                    List.of(new Product(
                            "quirkysku", "quirkyproduct", "quirkyparent", Amount.ONE, Amount.ONE, Amount.ZERO)),
                    customer.withId(saved.id()));
            stores.orders().save(transaction, account, order, Rights.ALL, now);
            return saved.id();
        });
    }

    private static String other(int number) {
        return """
                {"customer_info":{"customer_name":"Other %1$d","phone":"90000100%1$d","remarks":"%2$s"}}""".formatted(number, "kept ".repeat(100));
    }

    private static String add(TestServer server, String body, Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        all.put("Authorization", "Basic " + server.token);
        var answer = server.post(Paths.SAVE_CUSTOMER, body, all);
        var id = ID.matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    /** Adds an order. Returns its customer. */
    private static String order(TestServer server, String body, Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        all.put("Authorization", "Basic " + server.token);
        var answer = server.post(Paths.SAVE_ORDER, body, all);
        var id = ID.matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    private static void addTicket(TestServer server, String customer, Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        all.put("Authorization", "Basic " + server.token);
        var answer = server.post(
                Paths.ADD_TICKET,
                "{\"title\":\"quirkyticket\",\"customer_id\":\"" + customer
                        + "\",\"comment\":\"quirkynote\",\"webform\":[{\"a\":\"quirkygroup\"}]}",
                all);
        assertTrue(answer.body().contains("Zebulon") || answer.body().contains("zebulon"), answer.body());
    }

    private static int get(TestServer server, String id) {
        return server.post(Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + id + "}")
                .statusCode();
    }

    private static Path file(DatabaseUrl url) {
        return TestDatabase.file(url);
    }

    /** The markers found in any file of a folder. */
    private static Set<String> found(Path folder) throws IOException {
        var bytes = TestDatabase.bytes(folder);
        return MARKERS.stream().filter(bytes::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The markers of orders found in any row of the orders' tables. */
    private static Set<String> orderMarkers(String address) throws SQLException {
        var found = new TreeSet<String>();
        try (var connection = DriverManager.getConnection(TableDump.postgresql(address));
                var statement = connection.createStatement()) {
            for (var table : List.of(
                    "sales_order",
                    "sales_order_product",
                    "sales_order_attribute",
                    "sales_order_associate_field",
                    "sales_order_document")) {
                try (var rows = statement.executeQuery("SELECT CAST(t AS TEXT) FROM " + table + " t")) {
                    while (rows.next()) {
                        var row = rows.getString(1);
                        MARKERS.stream().filter(row::contains).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    /** The number of rows in all tables with data of a customer. */
    private static int rows(String address, String id) throws SQLException {
        var count = 0;
        try (var connection = DriverManager.getConnection(TableDump.postgresql(address));
                var statement = connection.createStatement()) {
            for (var table : List.of("contact", "enquiry", "customer_attribute", "associate_field", "idempotency")) {
                count += count(statement, table, "customer_id", id);
            }
            return count + count(statement, "customer", "id", id) + count(statement, "customer_document", "id", id);
        }
    }

    private static int count(java.sql.Statement statement, String table, String column, String id) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM " + table + " WHERE " + column + " = " + id)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
