package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SlowRequest;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the admin API: who may call it, the effect of each operation, its refusals, and its lines in the audit. */
class AdminApiTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final String ACCOUNT = "/accounts/1000298";

    @TempDir
    Path folder;

    /**
     * A server and the token of an admin key for it. {@code ask} and {@code refused} check answers against the OpenAPI
     * file. {@code asked} has the operations that succeeded.
     */
    private record Admin(TestServer server, String token, Set<AdminOperation> asked) implements AutoCloseable {
        static Admin of(TestServer server) {
            return new Admin(server, server.addAdminKey(Instant.MAX), EnumSet.noneOf(AdminOperation.class));
        }

        HttpResponse<String> call(String method, String path, String body) {
            return call(method, path, body, token);
        }

        HttpResponse<String> call(String method, String path, String body, String key) {
            return server.send(HttpRequest.newBuilder(server.adminUri(AdminOperation.ROOT + path))
                    .header("Authorization", "Basic " + key)
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build());
        }

        /** Calls an operation that must succeed. Checks that the answer matches the OpenAPI file, and returns it. */
        JsonNode ask(AdminOperation operation, List<?> parameters, String body) {
            var answer =
                    call(operation.method(), operation.path(parameters).substring(AdminOperation.ROOT.length()), body);
            assertEquals(200, answer.statusCode(), operation + ": " + answer.body());
            assertEquals(
                    List.of(),
                    FILE.violationsOf(FILE.answerSchema(operation.method(), operation.path()), answer.body()),
                    operation + ": " + answer.body());
            asked.add(operation);
            return JsonMapper.shared().readTree(answer.body());
        }

        void refused(int status, String message, String method, String path, String body) {
            var answer = call(method, path, body);
            assertEquals(status, answer.statusCode(), answer.body());
            assertEquals(List.of(), FILE.violationsOf("Failure", answer.body()));
            assertTrue(answer.body().contains(message), answer.body());
        }

        List<AuditEntry> audit(long cmId) {
            return server.stores
                    .database()
                    .read(transaction -> AuditStore.before(
                            transaction, cmId, new PagePosition(Instant.parse("2100-01-01T00:00:00Z"), 0), 0, 100));
        }

        List<AuditAction> actions(long cmId) {
            return audit(cmId).stream().map(AuditEntry::action).toList();
        }

        List<AuditAction> changes(long cmId) {
            return actions(cmId).stream().filter(action -> !isLook(action)).toList();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static boolean isLook(AuditAction action) {
        return action.name().startsWith("LOOK_AT_");
    }

    private Admin start(TestDatabase database) {
        return Admin.of(TestServer.start(database.create(), settings -> settings.backupFolder(folder)));
    }

    /**
     * On PostgreSQL a statement of a server may take a minute at most, but a statement of a large backup may take
     * longer. Here the limit is three seconds, and the backup waits longer than that for a lock. It waits for five
     * seconds at most: if the test holds the lock longer, because the machine is busy, the backup fails and the test
     * makes another one.
     */
    @Test
    void aBackupMayTakeLongerThanARequest() throws Exception {
        var url = TestDatabase.POSTGRESQL.newUrl();
        var limit = Duration.ofSeconds(3);
        var options = new DatabaseOptions(true, Duration.ofSeconds(30), limit, UnaryOperator.identity());
        try (var admin = Admin.of(
                        TestServer.start(DatabaseUrl.parse(url), options, settings -> settings.backupFolder(folder)));
                var connection = DriverManager.getConnection(TableDump.postgresql(url));
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var state = "";
            for (var attempt = 0; attempt < 10 && !state.equals("done"); attempt++) {
                statement.execute("LOCK TABLE faq_entry IN ACCESS EXCLUSIVE MODE");
                admin.ask(AdminOperation.START_BACKUP, List.of(), "");
                Thread.sleep(limit.plusSeconds(1).toMillis());
                var waiting = admin.ask(AdminOperation.GET_BACKUP, List.of(), "");
                assertFalse(waiting.get("state").stringValue().equals("done"), "the backup waits for the lock");
                connection.rollback();
                state = ended(admin).get("state").stringValue();
            }
            assertEquals("done", state);
        }
    }

    /**
     * The folder for backups is missing if its disk is not mounted. A backup must then fail, and must not create a file
     * at the path of the folder, because this file would break the next backups.
     */
    @Test
    void aBackupIntoAMissingFolderFailsAndCreatesNoFile() throws Exception {
        var backups = Files.createDirectory(folder.resolve("backups"));
        var url = TestDatabase.SQLITE.create();
        try (var admin = Admin.of(TestServer.start(url, settings -> settings.backupFolder(backups)))) {
            Files.delete(backups);
            admin.ask(AdminOperation.START_BACKUP, List.of(), "");
            var backup = ended(admin);
            assertEquals("failed", backup.get("state").stringValue(), backup.toString());
            assertEquals(
                    "the folder " + backups + " does not exist; create it first",
                    backup.get("reason").stringValue());
            assertFalse(Files.exists(backups));
        }
    }

    /**
     * A program in which a server cannot load the native code of zstd. It starts two backups, one after the other, and
     * prints how the second one ended.
     */
    static final class WithoutZstd {
        private WithoutZstd() {}

        public static void main(String... folder) throws InterruptedException {
            var url = TestDatabase.SQLITE.create();
            var backups = Path.of(folder[0]);
            try (var admin = Admin.of(TestServer.start(url, settings -> settings.backupFolder(backups)))) {
                admin.ask(AdminOperation.START_BACKUP, List.of(), "");
                ended(admin);
                admin.ask(AdminOperation.START_BACKUP, List.of(), "");
                System.out.println(ended(admin));
            }
        }
    }

    @Test
    void aBackupWithoutNativeCodeNamesTheFolderForIt() throws Exception {
        var process = new ProcessBuilder(JavaCommand.withTests(
                        "-DZstdTempFolder=" + folder.resolve("missing"),
                        WithoutZstd.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("\"state\":\"failed\""), said);
        assertTrue(said.contains("name a folder whose programs may run by DAYBOOK_JAVA_OPTS=-DZstdTempFolder="), said);
    }

    /** Waits until the last backup has ended, and returns it. */
    private static JsonNode ended(Admin admin) {
        return Waits.read(
                () -> admin.ask(AdminOperation.GET_BACKUP, List.of(), ""),
                backup -> !backup.get("state").stringValue().equals("running"));
    }

    /**
     * A list may be very long, because every new value that a program sends becomes a name of the list. The answer has
     * only the first 10,000 names.
     */
    @ParameterizedTest
    @EnumSource
    void onlyTheFirstNamesOfAListAreInTheAnswer(TestDatabase database) {
        try (var admin = start(database)) {
            admin.server
                    .stores
                    .database()
                    .run(transaction -> transaction.handle().execute("""
                    INSERT INTO list_entry (cm_id, list, id, name, name_key)
                    WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 10001)
                    SELECT 1000298, 'zone', i, 'Zone ' || i, 'zone ' || i FROM numbers"""));
            var account = List.of(TestServer.CM_ID);
            var entries = admin.ask(AdminOperation.LIST_LISTS, account, "").at("/lists/0/entries");
            assertEquals(10_000, entries.size());
            assertEquals(10_000, entries.get(9_999).get("id").asLong());
            var name = "{\"list\":\"zone\",\"name\":\"zone 10001\"}";
            var last = admin.ask(AdminOperation.ADD_LIST_ENTRY, account, name);
            assertEquals(10_001, last.get("id").asLong(), "the entry that is there");
        }
    }

    /** A copied e-mail, key or name may have invisible characters, as {@code U+200B}. */
    @ParameterizedTest
    @EnumSource
    void invisibleCharactersAreLeftOutOfEmailsKeysAndNames(TestDatabase database) {
        try (var admin = start(database)) {
            var account = List.of(TestServer.CM_ID);
            admin.ask(
                    AdminOperation.CREATE_USER, List.of(), "{\"email\":\"as\u200bha@shop.example\",\"operator\":true}");
            var people = admin.ask(AdminOperation.LIST_USERS, List.of(), "").toString();
            assertTrue(people.contains("\"asha@shop.example\""), people);
            admin.ask(AdminOperation.DISABLE_USER, List.of("asha@shop.exa\u200bmple"), "");
            var zone = "{\"list\":\"zone\",\"name\":\"Far\u200b East\"}";
            var added = admin.ask(AdminOperation.ADD_LIST_ENTRY, account, zone);
            assertEquals("Far East", added.get("name").stringValue());
            var sub = List.of(TestServer.CM_ID, "WA\u200bIT");
            admin.ask(AdminOperation.SET_SUB_STATUS, sub, "{\"name\":\"Waiting\"}");
            var list = admin.ask(AdminOperation.LIST_SUB_STATUSES, account, "").toString();
            assertTrue(list.contains("\"WAIT\""), list);
        }
    }

    /**
     * A program may save a pin code or a very long name as a zone. This call cannot add such a name, but pulls need its
     * id.
     */
    @ParameterizedTest
    @EnumSource
    void anExistingNameIsFoundEvenIfItCouldNotBeAdded(TestDatabase database) {
        try (var admin = start(database)) {
            var account = List.of(TestServer.CM_ID);
            for (var name : List.of("560001", "z".repeat(201))) {
                var saved = admin.server.post(
                        Paths.SAVE_CUSTOMER,
                        "{\"customer_info\":{\"customer_name\":\"Bela\",\"phone\":\"9000000005\",\"update\":true,\"zone\":\""
                                + name + "\"}}");
                assertEquals(200, saved.statusCode(), saved.body());
                var shown = admin.server
                        .post(Paths.GET_CUSTOMER, "{\"phone\":\"9000000005\"}")
                        .body();
                var found = admin.ask(
                        AdminOperation.ADD_LIST_ENTRY, account, "{\"list\":\"zone\",\"name\":\"" + name + "\"}");
                assertTrue(
                        shown.contains("\"zone\":" + found.get("id").asLong() + ","),
                        () -> found + " is not in " + shown);
                assertEquals(name, found.get("name").stringValue());
            }
            for (var name : List.of("560002", "y".repeat(201))) {
                admin.refused(
                        400,
                        "name: expected 1 to 200",
                        "POST",
                        "/accounts/" + TestServer.CM_ID + "/lists",
                        "{\"list\":\"zone\",\"name\":\"" + name + "\"}");
            }
            var entries = admin.ask(AdminOperation.LIST_LISTS, account, "").at("/lists/0/entries");
            assertEquals(2, entries.size(), entries::toString);
        }
    }

    /** Four calls wait for a lock. A further call gets 503, so that most connections stay free for other requests. */
    @ParameterizedTest
    @EnumSource
    void onlyFourCallsAreServedAtATime(TestDatabase database) {
        var threads = Executors.newFixedThreadPool(4);
        try (var admin = Admin.of(TestServer.start(database.create(), TestServer.patient()));
                var log = SeenLog.of(AdminRoutes.class).from(Level.INFO)) {
            // The account is unknown: a read of a known one would wait for its line in the audit.
            Supplier<HttpResponse<String>> fifth = () -> admin.call("GET", "/accounts/7/keys", "");
            assertEquals(404, fifth.get().statusCode(), "the first use of the key is stored now");
            var calls = admin.server.stores.database().write(transaction -> {
                AccountStore.lock(transaction, TestServer.CM_ID);
                // The lock is sent with the next statement.
                AccountStore.list(transaction);
                var four = Stream.generate(() -> CompletableFuture.supplyAsync(() -> patient(admin), threads))
                        .limit(4)
                        .toList();
                var answer = Waits.read(fifth::get, last -> last.statusCode() != 404);
                assertEquals(503, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("more than 4 calls of the admin API"), answer.body());
                return four;
            });
            calls.forEach(call -> assertEquals(200, call.join().statusCode()));
            assertEquals(404, fifth.get().statusCode());
            assertTrue(log.text().contains("refused=\"more than 4 calls of the admin API"), log::text);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Calls that change very many rows may take minutes. They must not keep an operator from disabling a key. */
    @ParameterizedTest
    @EnumSource
    void callsThatMayTakeLongHavePlacesOfTheirOwn(TestDatabase database) throws Exception {
        var threads = Executors.newFixedThreadPool(5);
        try (var admin = Admin.of(TestServer.start(database.create(), TestServer.patient()))) {
            Supplier<HttpResponse<String>> other = () -> admin.call("GET", "/accounts/7/keys", "");
            Supplier<HttpResponse<String>> rename =
                    () -> admin.call("PUT", ACCOUNT + "/sub-statuses/XX", "{\"name\":\"Waiting\"}");
            Supplier<HttpResponse<String>> hook =
                    () -> admin.call("PUT", ACCOUNT + "/webhook", "{\"url\":\"https://hooks.example/\"}");
            assertEquals(404, other.get().statusCode(), "the first use of the key is stored now");
            var calls = admin.server.stores.database().write(transaction -> {
                AccountStore.lock(transaction, TestServer.CM_ID);
                // The lock is sent with the next statement.
                AccountStore.list(transaction);
                var five = Stream.of(rename, rename, rename, rename, hook)
                        .map(call -> CompletableFuture.supplyAsync(call, threads))
                        .toList();
                CompletableFuture.anyOf(five.toArray(CompletableFuture[]::new))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
                // Now four of the five calls have the places, until the transaction ends.
                var retry = admin.call("POST", ACCOUNT + "/webhook/retry", "");
                assertEquals(503, retry.statusCode(), retry.body());
                var restored = admin.call("POST", "/restored", "");
                assertEquals(503, restored.statusCode(), restored.body());
                assertEquals(404, other.get().statusCode(), "other calls are served");
                return five;
            });
            var answers = calls.stream()
                    .map(CompletableFuture::join)
                    .sorted(Comparator.comparing(HttpResponse::statusCode))
                    .toList();
            assertEquals(
                    List.of(200, 200, 200, 200, 503),
                    answers.stream().map(HttpResponse::statusCode).toList());
            var refused = answers.get(4).body();
            assertTrue(refused.contains("more than 4 calls that may take long are under way"), refused);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Makes a change. Repeats the call while it is refused because of the other calls. */
    private static HttpResponse<String> patient(Admin admin) {
        HttpResponse<String> answer;
        do {
            answer = admin.call("PATCH", ACCOUNT + "/calendar", "{\"sla\":\"PT4H\"}");
        } while (answer.statusCode() == 503);
        return answer;
    }

    @ParameterizedTest
    @EnumSource
    void aReplacedKeyAndItsSuccessorExpireNotLaterThanBefore(TestDatabase database) {
        try (var admin = start(database)) {
            var account = List.of(TestServer.CM_ID);
            var id = admin.ask(AdminOperation.CREATE_KEY, account, "{\"expires\":\"2024-05-03\"}")
                    .get("id")
                    .asLong();
            admin.ask(AdminOperation.ROTATE_KEY, List.of(TestServer.CM_ID, id), "{\"overlap\":\"P7D\"}");
            var keys = admin.ask(AdminOperation.LIST_KEYS, account, "").get("keys");
            assertEquals(3, keys.size(), "that of the server, the replaced one and the new one");
            for (var index = 1; index < 3; index++) {
                assertEquals(
                        "2024-05-03T18:30:00Z", keys.get(index).get("expiresAt").stringValue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationWorksAndIsInTheAudit(TestDatabase database) throws Exception {
        try (var admin = start(database)) {
            admin.ask(AdminOperation.CREATE_ACCOUNT, List.of(), "{\"cmId\":7,\"name\":\"Seven\"}");
            assertEquals(
                    "Asia/Kolkata",
                    admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "")
                            .at("/accounts/0/zone")
                            .stringValue());
            var changed = admin.ask(AdminOperation.CHANGE_ACCOUNT, List.of(7), "{\"zone\":\"Europe/London\"}");
            assertTrue(changed.get("zoneChanged").asBoolean());

            var created = admin.ask(
                    AdminOperation.CREATE_KEY,
                    List.of(7),
                    "{\"scopes\":\"customers:read\",\"masking\":true,\"expires\":\"2099-12-31\",\"label\":\"shop\"}");
            var id = created.get("id").asLong();
            var pull = "{\"cm_id\":7,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
            var basic = Map.of("Authorization", "Basic " + created.get("token").stringValue());
            assertEquals(
                    200, admin.server.post(Paths.PULL_CUSTOMERS, pull, basic).statusCode());
            var rotated = admin.ask(AdminOperation.ROTATE_KEY, List.of(7, id), "{\"overlap\":\"PT1H\"}");
            admin.ask(AdminOperation.DISABLE_KEY, List.of(7, rotated.get("id").asLong()), "");
            var keys = admin.ask(AdminOperation.LIST_KEYS, List.of(7), "").get("keys");
            assertEquals("valid", keys.at("/0/state").stringValue());
            assertEquals("disabled", keys.at("/1/state").stringValue());
            assertEquals("2024-05-02T11:45:42.249Z", keys.at("/0/expiresAt").stringValue(), "the hour of the overlap");

            var entry = admin.ask(AdminOperation.ADD_LIST_ENTRY, List.of(7), "{\"list\":\"zone\",\"name\":\"North\"}");
            assertEquals(
                    entry.get("id"),
                    admin.ask(AdminOperation.LIST_LISTS, List.of(7), "").at("/lists/0/entries/0/id"));
            assertEquals(
                    entry,
                    admin.ask(AdminOperation.ADD_LIST_ENTRY, List.of(7), "{\"list\":\"zone\",\"name\":\"north\"}"),
                    "the entry that is there");
            admin.ask(AdminOperation.SET_SUB_STATUS, List.of(7, " E T "), "{\"name\":\"Escalated\"}");
            admin.ask(AdminOperation.NAME_SUB_STATUSES_BY_KEYS, List.of(7), "");
            assertTrue(admin.ask(AdminOperation.LIST_SUB_STATUSES, List.of(7), "")
                    .toString()
                    .contains("\"key\":\"E T\",\"completes\":false,\"name\":\"E T\""));
            admin.ask(AdminOperation.REMOVE_SUB_STATUS, List.of(7, " E T "), "");
            admin.ask(AdminOperation.CHANGE_CALENDAR, List.of(7), "{\"days\":\"MON-FRI\",\"sla\":\"PT4H\"}");
            assertEquals(
                    "{\"days\":\"MON,TUE,WED,THU,FRI\",\"hours\":\"00:00-24:00\",\"holidays\":\"none\",\"sla\":\"PT4H\"}",
                    admin.ask(AdminOperation.GET_CALENDAR, List.of(7), "").toString());

            var set = admin.ask(AdminOperation.SET_WEBHOOK, List.of(7), "{\"url\":\"https://hooks.example/t\"}");
            assertTrue(set.get("secret").stringValue().startsWith("whsec_"));
            assertFalse(admin.ask(AdminOperation.GET_WEBHOOK, List.of(7), "").has("secret"));
            admin.ask(AdminOperation.LIST_DELIVERIES, List.of(7), "");
            assertTrue(admin.ask(AdminOperation.LIST_DELIVERIES, List.of(7, "12-3"), "")
                    .get("next")
                    .isNull());
            admin.refused(400, "after: expected", "GET", "/accounts/7/webhook/deliveries?after=x", "");
            admin.server
                    .stores
                    .database()
                    .run(transaction -> transaction
                            .handle()
                            .execute(
                                    "INSERT INTO webhook_delivery VALUES (7, 12, 1, 0, 0, ?, 0, 0, 0, '', '{}')",
                                    Long.MAX_VALUE));
            assertEquals(
                    "[{\"ticket\":12,\"due\":1},{\"ticket\":13,\"due\":0}]",
                    admin.ask(AdminOperation.RETRY_DELIVERIES, List.of(7), "{\"tickets\":[12,13]}")
                            .get("tickets")
                            .toString());
            admin.refused(400, "tickets: expected", "POST", "/accounts/7/webhook/retry", "{\"tickets\":[null]}");
            admin.ask(AdminOperation.REMOVE_WEBHOOK, List.of(7), "");

            var link = admin.ask(
                    AdminOperation.CREATE_USER,
                    List.of(),
                    "{\"email\":\"asha@shop.example\",\"cmId\":7,\"role\":\"agent\"}");
            assertTrue(link.get("path").stringValue().startsWith("/console/link/"));
            admin.ask(AdminOperation.DISABLE_USER, List.of("asha@shop.example"), "");
            assertTrue(admin.ask(AdminOperation.LIST_USERS, List.of(), "")
                    .at("/users/0/disabled")
                    .asBoolean());
            admin.refused(409, "is disabled", "POST", "/users/asha@shop.example/reset", "");
            admin.ask(AdminOperation.RESET_USER, List.of("asha@shop.example"), "{\"enable\":true}");
            admin.ask(AdminOperation.MARK_RESTORED, List.of(), "");

            admin.ask(AdminOperation.START_BACKUP, List.of(), "");
            var backup = ended(admin);
            assertEquals("done", backup.get("state").stringValue(), backup.toString());
            assertEquals(
                    backup.get("bytes").asLong(),
                    Files.size(Path.of(backup.get("file").stringValue())));

            assertEquals(
                    List.of(
                            AuditAction.LOOK_AT_DELIVERIES,
                            AuditAction.LOOK_AT_DELIVERIES,
                            AuditAction.LOOK_AT_WEBHOOK,
                            AuditAction.LOOK_AT_CALENDAR,
                            AuditAction.LOOK_AT_SUB_STATUSES,
                            AuditAction.LOOK_AT_LISTS,
                            AuditAction.LOOK_AT_KEYS),
                    admin.actions(7).stream().filter(AdminApiTest::isLook).toList());
            assertEquals(
                    Set.of(AuditAction.LOOK_AT_BACKUP, AuditAction.LOOK_AT_PEOPLE, AuditAction.LOOK_AT_ACCOUNTS),
                    admin.actions(0).stream().filter(AdminApiTest::isLook).collect(Collectors.toSet()));
            assertEquals(
                    List.of(
                            AuditAction.RESET_PERSON,
                            AuditAction.DISABLE_PERSON,
                            AuditAction.ADD_PERSON,
                            AuditAction.REMOVE_WEBHOOK,
                            AuditAction.RETRY_WEBHOOK,
                            AuditAction.SET_WEBHOOK,
                            AuditAction.CHANGE_CALENDAR,
                            AuditAction.CHANGE_SUB_STATUS,
                            AuditAction.CHANGE_SUB_STATUS,
                            AuditAction.CHANGE_SUB_STATUS,
                            AuditAction.ADD_LIST_ENTRY,
                            AuditAction.ADD_LIST_ENTRY,
                            AuditAction.DISABLE_KEY,
                            AuditAction.ROTATE_KEY,
                            AuditAction.CREATE_KEY,
                            AuditAction.CHANGE_ACCOUNT,
                            AuditAction.CREATE_ACCOUNT),
                    admin.changes(7));
            assertEquals(List.of(AuditAction.START_BACKUP, AuditAction.MARK_RESTORED), admin.changes(0));
            assertEquals(EnumSet.allOf(AdminOperation.class), admin.asked, "a new operation is called here too");
            var line = admin.audit(7).get(0);
            assertTrue(line.who().matches("admin key [0-9]+"), line.toString());
            assertEquals("127.0.0.1", line.address());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRetryOfAllTicketsIsDoneInParts(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            admin.ask(
                    AdminOperation.SET_WEBHOOK,
                    List.of(TestServer.CM_ID),
                    "{\"url\":\"http://127.0.0.1:1/\",\"allowPrivate\":true}");
            admin.server.stores.database().run(transaction -> {
                var batch = transaction
                        .handle()
                        .prepareBatch("INSERT INTO webhook_delivery VALUES (?, ?, ?, 0, 0, 0, 0, 0, 1, '', '{}')");
                for (var number = 1; number <= 1_001; number++) {
                    batch.add(TestServer.CM_ID, number, number);
                }
                batch.execute();
            });
            var first = admin.ask(AdminOperation.RETRY_DELIVERIES, List.of(TestServer.CM_ID), "");
            assertEquals(1_000, first.get("tickets").size());
            assertEquals(1_000, first.get("next").asLong());
            var second = admin.ask(AdminOperation.RETRY_DELIVERIES, List.of(TestServer.CM_ID), "{\"after\":1000}");
            assertEquals(1, second.get("tickets").size());
            assertTrue(second.get("next").isNull(), second.get("next").toString());
            admin.refused(
                    400, "leave one of them out", "POST", ACCOUNT + "/webhook/retry", "{\"tickets\":[1],\"after\":1}");
            admin.refused(400, "after: expected", "POST", ACCOUNT + "/webhook/retry", "{\"after\":-1}");
        }
    }

    @Test
    void theAdminApiGivesNoRoleToADisabledPerson() {
        try (var admin = Admin.of(TestServer.start(TestDatabase.SQLITE))) {
            admin.ask(AdminOperation.CREATE_USER, List.of(), "{\"email\":\"asha@shop.example\",\"operator\":true}");
            admin.ask(AdminOperation.DISABLE_USER, List.of("asha@shop.example"), "");
            admin.refused(
                    409,
                    "is disabled",
                    "POST",
                    "/users",
                    "{\"email\":\"asha@shop.example\",\"cmId\":1000298,\"role\":\"agent\"}");
            assertTrue(admin.ask(AdminOperation.LIST_USERS, List.of(), "")
                    .at("/users/0/memberships")
                    .isEmpty());
        }
    }

    /**
     * Calls an operation with bodies and parameters that it refuses. The statuses of the answers must be in the OpenAPI
     * file.
     */
    @ParameterizedTest
    @EnumSource
    void theStatusesOfRefusalsAreDocumented(AdminOperation operation) {
        try (var admin = Admin.of(TestServer.start(TestDatabase.SQLITE))) {
            var path = operation.path(List.of("8", "x")
                    .subList(
                            0, operation.parameters().size() - operation.query().size()));
            var documented = new TreeSet<>(FILE.statuses(operation.method(), operation.path()));
            var isRead =
                    !operation.method().equals("GET") && !operation.method().equals("DELETE");
            // Only an operation that reads a body gets one that is too long: the others answer and close the connection
            // while the client is still sending.
            var tooLong = " ".repeat(isRead ? 2 << 20 : 1);
            for (var call : List.of(
                    List.of("application/json", ""),
                    List.of("application/json", "{"),
                    List.of("application/json", "{\"no such field\":1}"),
                    List.of("application/json", tooLong),
                    List.of("text/plain", "{}"))) {
                var type = call.get(0);
                var body = call.get(1);
                var status = admin.server
                        .send(HttpRequest.newBuilder(admin.server.adminUri(path))
                                .header("Authorization", "Basic " + admin.token)
                                .header("Content-Type", type)
                                .method(
                                        operation.method(),
                                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                                .build())
                        .statusCode();
                assertTrue(documented.contains(status), operation + " answers " + status + " to " + type);
                if (isRead) {
                    assertEquals(type.equals("text/plain"), status == 415, operation + " answers " + status);
                    assertEquals(body.equals(tooLong), status == 413, operation + " answers " + status);
                }
            }
            assertEquals(isRead, documented.containsAll(Set.of(413, 415)), operation + ": a body is read");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfTheTimeZoneWaitsForRunningWrites(TestDatabase database) {
        var url = database.create();
        var options = DatabaseOptions.forServer();
        var impatient = new DatabaseOptions(true, Duration.ofMillis(200), options.patience(), options.statements());
        var zone = "{\"zone\":\"Europe/London\"}";
        try (var admin = Admin.of(TestServer.start(url, impatient));
                var other = Stores.open(url)) {
            var account = other.database()
                    .read(transaction -> AccountStore.find(transaction, TestServer.CM_ID))
                    .orElseThrow();
            var customer = CustomerChange.ofTexts(
                    0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9000000001"));
            // The change of the zone must not end before this write: the change waits, and is refused after a moment.
            var status = other.database().write(transaction -> {
                other.customers().save(transaction, account, customer, admin.server.clock.instant());
                return admin.call("PATCH", ACCOUNT, zone).statusCode();
            });
            assertTrue(status == 200 || status == 503, "status " + status);
            admin.ask(AdminOperation.CHANGE_ACCOUNT, List.of(TestServer.CM_ID), zone);
            var kept = documents(other);
            other.rerender(
                    other.database()
                            .read(transaction -> AccountStore.find(transaction, TestServer.CM_ID))
                            .orElseThrow(),
                    true);
            assertEquals(documents(other), kept);
        }
    }

    private static List<String> documents(Stores stores) {
        return StoredRecords.texts(stores.database(), TestServer.CM_ID, RecordKind.CUSTOMER);
    }

    @ParameterizedTest
    @EnumSource
    void anAccountThatIsErasedDuringACallIsNotFound(TestDatabase database) throws Exception {
        var url = database.create();
        try (var admin = Admin.of(TestServer.start(url, TestServer.patient()));
                var other = Stores.open(url)) {
            var path = AdminOperation.CREATE_USER.path().substring(AdminOperation.ROOT.length());
            var body = "{\"email\":\"asha@shop.example\",\"cmId\":" + TestServer.CM_ID + "}";
            var answer = other.database().write(transaction -> {
                AccountStore.lock(transaction, TestServer.CM_ID);
                transaction
                        .update("DELETE FROM account WHERE cm_id = :cmId", TestServer.CM_ID)
                        .execute();
                var under = CompletableFuture.supplyAsync(() -> admin.call("POST", path, body));
                assertThrows(TimeoutException.class, () -> under.get(1, TimeUnit.SECONDS), "it does not wait");
                return under;
            });
            assertEquals(
                    404,
                    answer.get(60, TimeUnit.SECONDS).statusCode(),
                    answer.get().body());
            assertEquals(List.of(), other.database().read(PersonStore::list), "the person is not stored either");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedCallChangesNothingAndIsNotAudited(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var fields = "; the fields are cmId, name, zone";
            admin.refused(400, "unknown field nmae" + fields, "POST", "/accounts", "{\"name\":\"x\",\"nmae\":1}");
            for (var hostile : List.of("<b>", "nm ae", "n".repeat(65), "")) {
                admin.refused(400, "unknown field" + fields, "POST", "/accounts", "{\"" + hostile + "\":1}");
            }
            var whole = ": expected a whole number of at most 64 bits, found ";
            admin.refused(400, "cmId" + whole + "an object", "POST", "/accounts", "{\"cmId\":{},\"name\":\"x\"}");
            for (var number : List.of("99999999999999999999", "1e30", "7.9", "7.0")) {
                var cmId = "{\"cmId\":" + number + ",\"name\":\"x\"}";
                admin.refused(400, "cmId" + whole + "another number", "POST", "/accounts", cmId);
                var person = "{\"email\":\"a@shop.example\",\"cmId\":" + number + "}";
                admin.refused(400, "cmId" + whole + "another number", "POST", "/users", person);
                var tickets = "{\"tickets\":[1," + number + "]}";
                admin.refused(
                        400, "tickets[1]" + whole + "another number", "POST", ACCOUNT + "/webhook/retry", tickets);
                var after = "{\"after\":" + number + "}";
                admin.refused(400, "after" + whole + "another number", "POST", ACCOUNT + "/webhook/retry", after);
            }
            admin.refused(
                    400,
                    "tickets[0]" + whole + "another text",
                    "POST",
                    ACCOUNT + "/webhook/retry",
                    "{\"tickets\":[\"7\"]}");
            admin.refused(
                    400,
                    "tickets: expected an array, found a number",
                    "POST",
                    ACCOUNT + "/webhook/retry",
                    "{\"tickets\":7}");
            for (var noText : Map.of("7", "a number", "7.5", "a number", "true", "true", "[\"a\"]", "an array")
                    .entrySet()) {
                var name = "{\"name\":" + noText.getKey() + "}";
                var other = "name: expected a text, found " + noText.getValue();
                admin.refused(400, other, "PUT", ACCOUNT + "/sub-statuses/ETL", name);
                admin.refused(400, other, "PATCH", ACCOUNT, name);
            }
            for (var noFlag : Map.of("\"\"", "another text", "\"true\"", "another text", "1", "a number")
                    .entrySet()) {
                var other = "masking: expected true or false, found " + noFlag.getValue();
                admin.refused(400, other, "POST", ACCOUNT + "/keys", "{\"masking\":" + noFlag.getKey() + "}");
            }
            admin.refused(
                    400,
                    "cmId" + whole + "another text",
                    "POST",
                    "/users",
                    "{\"email\":\"a@shop.example\",\"cmId\":\"8\"}");
            admin.refused(400, "cm_id must be a positive number", "POST", "/accounts", "{\"name\":\"x\"}");
            var digits = "{\"cmId\":1000000000000000000,\"name\":\"x\"}";
            admin.refused(400, "cm_id must have at most 18 digits", "POST", "/accounts", digits);
            admin.refused(400, "an account needs a name", "POST", "/accounts", "{\"cmId\":8}");
            admin.refused(400, "zone: expected", "POST", "/accounts", "{\"cmId\":8,\"name\":\"x\",\"zone\":\"IST\"}");
            admin.refused(400, "Invalid Json", "POST", "/accounts", "{");
            admin.refused(
                    400,
                    "Invalid Json. Expected one object, found an array",
                    "POST",
                    "/accounts",
                    "[{\"cmId\":8,\"name\":\"x\"}]");
            admin.refused(409, "an account 1000298 already", "POST", "/accounts", "{\"cmId\":1000298,\"name\":\"x\"}");
            admin.refused(404, "no account 8", "PATCH", "/accounts/8", "{\"name\":\"x\"}");
            for (var nothing : List.of("", "{}", "{\"name\":null}")) {
                admin.refused(400, "give name, zone or allCustomerPage", "PATCH", ACCOUNT, nothing);
            }
            for (var nothing : List.of("", "{}", "{\"sla\":null}")) {
                admin.refused(400, "give days, hours, holidays or sla", "PATCH", ACCOUNT + "/calendar", nothing);
            }
            for (var word : List.of("x", "+8", "10000000000000000000")) {
                admin.refused(
                        404, "must be a whole number of at most 64 bits", "GET", "/accounts/" + word + "/keys", "");
            }
            for (var number : List.of("-8", "1000000000000000000")) {
                admin.refused(404, "no account " + number + ";", "GET", "/accounts/" + number + "/keys", "");
            }
            admin.refused(404, "no account 8", "GET", "/accounts/8/keys", "");
            admin.refused(400, "unknown scope", "POST", ACCOUNT + "/keys", "{\"scopes\":\"x\"}");
            admin.refused(400, "expires: expected", "POST", ACCOUNT + "/keys", "{\"expires\":\"x\"}");
            admin.refused(
                    400,
                    "expires: expected",
                    "POST",
                    ACCOUNT + "/keys",
                    "{\"expires\":\"+300000000-01-01T00:00:00Z\"}");
            admin.refused(
                    409,
                    "this token is already registered",
                    "POST",
                    ACCOUNT + "/keys",
                    "{\"token\":\"" + admin.server.token + "\"}");
            admin.refused(404, "has no key 9", "POST", ACCOUNT + "/keys/9/disable", "");
            admin.refused(400, "overlap: expected", "POST", ACCOUNT + "/keys/9/rotate", "{\"overlap\":\"P9000D\"}");
            admin.refused(400, "list: expected zone", "POST", ACCOUNT + "/lists", "{\"list\":\"x\",\"name\":\"y\"}");
            admin.refused(404, "no sub-status XX", "DELETE", ACCOUNT + "/sub-statuses/XX", "");
            admin.refused(400, "days: expected", "PATCH", ACCOUNT + "/calendar", "{\"days\":\"x\"}");
            admin.refused(400, "work must begin", "PATCH", ACCOUNT + "/calendar", "{\"hours\":\"18:00-09:00\"}");
            admin.refused(400, "sla: expected", "PATCH", ACCOUNT + "/calendar", "{\"sla\":\"x\"}");
            admin.refused(400, "days: expected", "PATCH", ACCOUNT + "/calendar", "{\"days\":\"MON-WED-FRI\"}");
            admin.refused(400, "whole minutes", "PATCH", ACCOUNT + "/calendar", "{\"hours\":\"09:00:30-18:00\"}");
            admin.refused(400, "sla: expected", "PATCH", ACCOUNT + "/calendar", "{\"sla\":\"PT90S\"}");
            admin.refused(400, "one word of visible", "POST", ACCOUNT + "/keys", "{\"token\":\"a b\"}");
            admin.refused(400, "a sub-status needs", "PUT", ACCOUNT + "/sub-statuses/XX", "{\"name\":\"\"}");
            admin.refused(400, "name: expected", "POST", ACCOUNT + "/lists", "{\"list\":\"zone\",\"name\":\"\"}");
            admin.refused(400, "an account needs a name", "PATCH", ACCOUNT, "{\"name\":\" \"}");
            admin.refused(404, "has no webhook", "GET", ACCOUNT + "/webhook", "");
            admin.refused(400, "url: expected", "PUT", ACCOUNT + "/webhook", "{\"url\":\"ftp://hooks.example/\"}");
            admin.refused(
                    400,
                    "neither a user nor a fragment",
                    "PUT",
                    ACCOUNT + "/webhook",
                    "{\"url\":\"https://hooks.example/#x\"}");
            admin.refused(
                    400,
                    "a webhook's secret is",
                    "PUT",
                    ACCOUNT + "/webhook",
                    "{\"url\":\"https://hooks.example/\",\"secret\":\"x\"}");
            admin.refused(400, "role: expected", "POST", "/users", "{\"email\":\"a@b.c\",\"cmId\":7,\"role\":\"x\"}");
            admin.refused(400, "say for which account", "POST", "/users", "{\"email\":\"a@b.c\"}");
            for (var more : List.of("\"role\":\"viewer\"", "\"cmId\":" + TestServer.CM_ID)) {
                var operator = "{\"email\":\"a@b.c\",\"operator\":true," + more + "}";
                admin.refused(400, "leave out role and cmId", "POST", "/users", operator);
            }
            admin.refused(400, "not a public address", "PUT", ACCOUNT + "/webhook", "{\"url\":\"http://127.0.0.1/\"}");
            admin.refused(400, "expected an e-mail", "POST", "/users", "{\"email\":\"x\",\"operator\":true}");
            admin.refused(404, "nobody with this e-mail", "POST", "/users/a@shop.example/reset", "");
            admin.refused(409, "--backup-folder", "POST", "/backup", "");
            admin.refused(405, "use GET, POST", "PUT", "/accounts", "{}");
            admin.refused(404, "no operation at this path", "GET", "/nothing", "");
            assertEquals(List.of(), admin.actions(TestServer.CM_ID));
            assertEquals(List.of(), admin.actions(0));
            assertEquals(
                    1,
                    admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "")
                            .get("accounts")
                            .size());
        }
    }

    /** Every write of a ticket reads the sub-statuses and the holidays of its account. So their number is bounded. */
    @ParameterizedTest
    @EnumSource
    void moreSubStatusesOrHolidaysThanAnAccountMayHaveAreRefused(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var most = IntStream.range(0, 500)
                    .mapToObj(number -> new SubStatus("S" + number, "Step " + number, false))
                    .toList();
            var stores = admin.server.stores.database();
            stores.run(transaction -> TicketRulesStore.put(transaction, TestServer.CM_ID, new SubStatuses(most)));
            var start = LocalDate.of(2026, 1, 1);
            var longest = start.datesUntil(start.plusDays(1_000))
                    .map(LocalDate::toString)
                    .collect(Collectors.joining(","));
            admin.ask(AdminOperation.CHANGE_CALENDAR, List.of(TestServer.CM_ID), "{\"holidays\":\"" + longest + "\"}");
            Supplier<TicketRules> rules =
                    () -> stores.read(transaction -> TicketRulesStore.find(transaction, TestServer.CM_ID));
            var before = rules.get();
            assertEquals(1_000, before.calendar().holidays().size());

            admin.refused(
                    400,
                    "holidays: expected at most 1000 days, found 1001",
                    "PATCH",
                    ACCOUNT + "/calendar",
                    "{\"holidays\":\"2025-12-31," + longest + "\",\"sla\":\"PT4H\"}");
            admin.refused(
                    400,
                    "an account has at most 500 sub-statuses",
                    "PUT",
                    ACCOUNT + "/sub-statuses/XX",
                    "{\"name\":\"One too many\"}");

            assertEquals(before, rules.get());
            assertEquals(List.of(AuditAction.CHANGE_CALENDAR), admin.actions(TestServer.CM_ID));
            admin.ask(AdminOperation.SET_SUB_STATUS, List.of(TestServer.CM_ID, "S499"), "{\"name\":\"Renamed\"}");
        }
    }

    /**
     * The admin API refuses the character U+0000 and half a surrogate pair on both databases. PostgreSQL cannot store
     * U+0000, so it could not restore a backup of SQLite that contains it.
     */
    @ParameterizedTest
    @EnumSource
    void textsThatADatabaseCannotStoreAreRefused(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            for (var text : List.of("a\\u0000b", "a\\ud800b")) {
                var name = "\"name\":\"" + text + "\"}";
                admin.refused(400, "name: expected a text", "POST", "/accounts", "{\"cmId\":8," + name);
                admin.refused(400, "name: expected a text", "PATCH", ACCOUNT, "{" + name);
                var label = "{\"label\":\"" + text + "\"}";
                admin.refused(400, "label: expected a text", "POST", ACCOUNT + "/keys", label);
                var person = "{\"email\":\"a@shop.example\",\"operator\":true," + name;
                admin.refused(400, "name: expected a text", "POST", "/users", person);
                admin.refused(400, "name: expected a text", "PUT", ACCOUNT + "/sub-statuses/XX", "{" + name);
                var entry = "{\"list\":\"zone\"," + name;
                admin.refused(400, "name: expected a text", "POST", ACCOUNT + "/lists", entry);
            }
            assertEquals(List.of(), admin.actions(TestServer.CM_ID));
            assertEquals(List.of(), admin.actions(8));
            assertEquals(List.of(), admin.actions(0));
        }
    }

    /**
     * A longer name or label is refused only if it is new: an account that an earlier version stored with a longer name
     * can still be changed in other ways.
     */
    @ParameterizedTest
    @EnumSource
    void newNamesAndLabelsHaveAtMost200Characters(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var longest = "x".repeat(200);
            var tooLong = longest + "x";
            var most = "a name of at most 200 characters";
            admin.refused(400, most, "POST", "/accounts", "{\"cmId\":8,\"name\":\"" + tooLong + "\"}");
            admin.refused(400, most, "PATCH", ACCOUNT, "{\"name\":\"" + tooLong + "\"}");
            var label = "{\"label\":\"" + tooLong + "\"}";
            admin.refused(400, "label: expected at most 200", "POST", ACCOUNT + "/keys", label);
            assertEquals(List.of(), admin.actions(TestServer.CM_ID));
            admin.ask(AdminOperation.CREATE_ACCOUNT, List.of(), "{\"cmId\":8,\"name\":\"" + longest + "\"}");
            admin.ask(AdminOperation.CREATE_KEY, List.of(8), "{\"label\":\"" + longest + "\"}");
            var stored = new Account(9, tooLong, Account.DEFAULT_ZONE, "{}");
            admin.server.stores.database().write(transaction -> AccountStore.add(transaction, stored));
            admin.ask(AdminOperation.CHANGE_ACCOUNT, List.of(9), "{\"allCustomerPage\":\"{}\"}");
        }
    }

    /**
     * A stored value that is not valid is a defect, so the answer is 500. The message of the exception, here with a
     * URL, must be only in the log.
     */
    @ParameterizedTest
    @EnumSource
    void anInvalidStoredValueIsReportedAsAnInternalError(TestDatabase database) {
        try (var log = SeenLog.of(Pipeline.class);
                var admin = Admin.of(TestServer.start(database))) {
            admin.ask(AdminOperation.SET_WEBHOOK, List.of(TestServer.CM_ID), "{\"url\":\"https://hooks.example/t\"}");
            admin.server
                    .stores
                    .database()
                    .run(transaction -> transaction
                            .update("UPDATE webhook SET url = 'https://hooks.example/a b'")
                            .execute());
            var answer = admin.call("GET", ACCOUNT + "/webhook", "");
            assertEquals(500, answer.statusCode(), answer.body());
            assertFalse(answer.body().contains("hooks.example"), answer.body());
            assertEquals(
                    List.of(Level.ERROR),
                    log.events().stream().map(ILoggingEvent::getLevel).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLastUseStoredWhileTheClockWasAheadIsReplacedByTheNextCall(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var stored = admin.server.stores.database();
            var id = stored.read(AdminKeyStore::list).get(0).key().id();
            var ahead = admin.server.clock.instant().plus(Duration.ofDays(365));
            stored.run(transaction -> AdminKeyStore.used(transaction, id, ahead));
            admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "");
            assertEquals(
                    Instant.parse("2024-05-02T10:45:00Z"),
                    stored.read(AdminKeyStore::list).get(0).lastUse());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAdminApiAcceptsOnlyAValidAdminKey(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var expired = admin.server.addAdminKey(admin.server.clock.instant());
            for (var operation : AdminOperation.values()) {
                var path = operation.path(operation.parameters()).substring(AdminOperation.ROOT.length());
                for (var key : List.of(admin.server.token, expired)) {
                    // All calls come from one address, which soon gets 429 for its wrong keys. The calls before that
                    // are enough.
                    var status = admin.call(operation.method(), path, "", key).statusCode();
                    assertTrue(status == 401 || status == 429, operation + " answers " + status);
                }
            }
            var used = admin.server.stores.database().read(AdminKeyStore::list);
            assertEquals(Instant.EPOCH, used.get(0).lastUse());
            admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "");
            used = admin.server.stores.database().read(AdminKeyStore::list);
            assertEquals(Instant.parse("2024-05-02T10:45:00Z"), used.get(0).lastUse());
            var pull = "{\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
            assertEquals(
                    401,
                    admin.server
                            .post(Paths.PULL_CUSTOMERS, pull, Map.of("Authorization", "Basic " + admin.token))
                            .statusCode(),
                    "an admin key opens no records");
            var id = used.get(0).key().id();
            admin.server.stores.database().write(transaction -> AdminKeyStore.disable(transaction, id));
            var refused = admin.call("GET", "/accounts", "").statusCode();
            assertTrue(refused == 401 || refused == 429, "a disabled key answers " + refused);
        }
    }

    /**
     * A token that is already registered cannot be registered as a key of the other kind. Otherwise a client of one
     * account could call the admin API.
     */
    @ParameterizedTest
    @EnumSource
    void noTokenIsBothAnAdminKeyAndAKeyOfAnAccount(TestDatabase database) {
        try (var admin = Admin.of(TestServer.start(database))) {
            var token = "{\"token\":\"" + admin.token + "\"}";
            admin.refused(409, "this token is already registered", "POST", ACCOUNT + "/keys", token);
            assertEquals(List.of(), admin.actions(TestServer.CM_ID));
            var stores = admin.server.stores;
            var second = new AdminKey(2, "second", Instant.MAX, false);
            var now = admin.server.clock.instant();
            boolean added = stores.database()
                    .write(transaction -> AdminKeyStore.add(transaction, second, new Token(admin.server.token), now));
            assertFalse(added);
        }
    }

    @Test
    void anOldKeyStaysIfTheNewOneCannotBeStored() {
        try (var admin = Admin.of(TestServer.start(TestDatabase.SQLITE))) {
            var stores = admin.server.stores;
            var before = stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID));
            stores.database().run(transaction -> transaction.handle().execute("""
                            CREATE TRIGGER taken BEFORE INSERT ON api_key BEGIN SELECT RAISE(IGNORE); END"""));
            var rotate = ACCOUNT + "/keys/" + before.get(0).id() + "/rotate";
            admin.refused(409, "this call changed nothing", "POST", rotate, "{}");
            var after = stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID));
            assertEquals(before, after);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnAdminKeyThatIsDisabledWhileTheBodyArrives(TestDatabase database) throws Exception {
        try (var log = SeenLog.of(AdminRoutes.class).from(Level.INFO);
                var admin = Admin.of(TestServer.start(database))) {
            var keys = admin.server.adminUri(AdminOperation.CREATE_KEY.path(List.of(TestServer.CM_ID)));
            var stores = admin.server.stores;
            var before = stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID));
            try (var request = SlowRequest.begin(keys, admin.token, "{\"label\":\"late\"}")) {
                stores.database()
                        .run(transaction -> AdminKeyStore.list(transaction)
                                .forEach(listed -> AdminKeyStore.disable(
                                        transaction, listed.key().id())));
                var answer = request.end();
                assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            }
            assertEquals(
                    before, stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID)));
            assertEquals(List.of(), admin.actions(TestServer.CM_ID));
            var line = log.text();
            assertTrue(line.contains("refused=\"disabled\""), line);
            assertEquals(line.indexOf("admin_key="), line.lastIndexOf("admin_key="), line);
        }
    }

    /** A refused call is not in the audit, so only the log says whose key made it. */
    @Test
    void everyCallIsCountedAndLoggedWithItsKey() {
        try (var log = SeenLog.of(AdminRoutes.class).from(Level.INFO);
                var admin = Admin.of(TestServer.start(TestDatabase.SQLITE))) {
            admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "");
            admin.refused(404, "no account 8", "GET", "/accounts/8/keys", "");
            var stores = admin.server.stores;
            var id = stores.database().read(AdminKeyStore::list).get(0).key().id();
            var metrics = admin.server.get("/metrics").body();
            var calls = List.of(List.of("listAccounts", "200"), List.of("listKeys", "404"));
            for (var call : calls) {
                var counted =
                        "daybook_requests_seconds_count{operation=\"%s\",status=\"%s\"} 1\n".formatted(call.toArray());
                assertTrue(metrics.contains(counted), () -> counted + metrics);
            }
            assertEquals(
                    calls.stream()
                            .map(call -> List.of(
                                    "operation=\"" + call.get(0) + "\"",
                                    "status=\"" + call.get(1) + "\"",
                                    "admin_key=\"" + id + "\""))
                            .toList(),
                    log.events().stream()
                            .map(event -> event.getKeyValuePairs().stream()
                                    .filter(pair -> Set.of("operation", "status", "admin_key")
                                            .contains(pair.key))
                                    .map(KeyValuePair::toString)
                                    .toList())
                            .toList());
        }
    }

    @Test
    void onlyWrongKeysOfAnAddressAreRateLimited() {
        try (var admin = Admin.of(TestServer.start(TestDatabase.SQLITE))) {
            // An address may send 20 wrong keys, and one more each second. On a slow machine, many calls are needed
            // until one gets 429.
            Waits.read(() -> admin.call("GET", "/accounts", "", "wrong").statusCode(), status -> status == 429);
            admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "");
        }
    }

    @Test
    void theAdminApiIsOnlyOnTheAdminPortIfThereIsOne() {
        try (var admin = Admin.of(TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.adminPort(0)))) {
            admin.ask(AdminOperation.LIST_ACCOUNTS, List.of(), "");
            var onMain = admin.server.send(HttpRequest.newBuilder(admin.server.uri(AdminOperation.ROOT + "/accounts"))
                    .header("Authorization", "Basic " + admin.token)
                    .build());
            assertEquals(404, onMain.statusCode());
            assertFalse(admin.server.get("/openapi.json").body().contains(AdminOperation.ROOT));
        }
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            assertTrue(server.get("/openapi.json").body().contains(AdminOperation.ROOT));
        }
    }
}
