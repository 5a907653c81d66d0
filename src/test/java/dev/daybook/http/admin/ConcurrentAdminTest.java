package dev.daybook.http.admin;

import static dev.daybook.kit.Waits.awaitAMoment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Admins;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.erasure.EraseAccount;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.KeyJson;
import dev.daybook.wire.admin.TicketRulesJson;
import dev.daybook.wire.admin.UserJson;
import dev.daybook.wire.admin.WebhookJson;
import dev.daybook.wire.ticket.AddTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two concurrent calls of the admin API: no call undoes a part of the other one, or answers a value that is not stored.
 */
class ConcurrentAdminTest {
    private static final Map<String, String> ACCOUNT = Map.of("cmId", Long.toString(TestServer.CM_ID));
    private static final String NEW_SECRET = "{\"url\":\"https://hooks.example/t\",\"newSecret\":true}";
    private static final String PERSON = "{\"email\":\"asha@shop.example\",\"cmId\":" + TestServer.CM_ID + "}";

    private final AtomicReference<TestServer> started = new AtomicReference<>();

    private TestServer start(TestDatabase database) {
        started.set(TestServer.start(database.create(), TestServer.patient()));
        return started.get();
    }

    @AfterEach
    void stop() {
        started.get().close();
    }

    private Object call(AdminOperation operation, Map<String, String> parameters, String body) {
        return call(operation, parameters, body, announced -> {}, () -> {});
    }

    /**
     * Calls an operation. Runs {@code inWrite} within the transaction of the operation, after the line of the audit is
     * written.
     */
    private Object call(
            AdminOperation operation,
            Map<String, String> parameters,
            String body,
            Consumer<Object> announced,
            Runnable inWrite) {
        var server = started.get();
        var now = server.clock.instant();
        AdminCall.Audit audit = (transaction, cmId, action, recordId) -> {
            AuditStore.write(transaction, Act.ofCommand(cmId, now), action, recordId);
            inWrite.run();
        };
        return Admins.of(server.stores, server.clock)
                .answer(
                        operation,
                        new AdminCall(parameters, body.getBytes(StandardCharsets.UTF_8), audit, announced, now));
    }

    private void conflicts(AdminOperation operation, Map<String, String> parameters, String body, Runnable meanwhile) {
        var refused = assertThrows(
                ProblemException.class,
                () -> call(operation, parameters, body, announced -> meanwhile.run(), () -> {}));
        assertEquals(Problem.CONFLICT, refused.problem());
        assertTrue(refused.detail().contains("during this call"), refused.detail());
    }

    @ParameterizedTest
    @EnumSource
    void aConcurrentChangeLosesNoSecretOfAWebhook(TestDatabase database) {
        var server = start(database);
        var first = (WebhookJson.Set) call(AdminOperation.SET_WEBHOOK, ACCOUNT, NEW_SECRET);
        var other = new AtomicReference<WebhookJson.Set>();
        conflicts(
                AdminOperation.SET_WEBHOOK,
                ACCOUNT,
                NEW_SECRET,
                () -> other.set((WebhookJson.Set) call(AdminOperation.SET_WEBHOOK, ACCOUNT, NEW_SECRET)));
        var stored = server.stores
                .database()
                .read(transaction -> WebhookStore.find(transaction, TestServer.CM_ID))
                .orElseThrow();
        assertEquals(other.get().secret(), stored.secret().text());
        assertEquals(
                List.of(String.valueOf(first.secret())),
                stored.former().stream()
                        .map(FormerSecret::secret)
                        .map(secret -> secret.text())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsReplacedOnceAndExpiresAsItsReplacementSays(TestDatabase database) {
        var server = start(database);
        var key = (KeyJson.Created) call(AdminOperation.CREATE_KEY, ACCOUNT, "{}");
        rotatesOnce(key.id(), "PT1H");
        var keys = keys(server);
        assertEquals(3, keys.size(), "that of the server, the replaced one and the new one");
        assertEquals(
                server.clock.instant().plusSeconds(3_600),
                keys.stream()
                        .filter(one -> one.id() == key.id())
                        .findFirst()
                        .orElseThrow()
                        .expiresAt());
    }

    /** The rotation does not change the expiry of such a key, so its row looks as if nobody had rotated it. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatExpiresBeforeTheOverlapEndsIsRotatedOnce(TestDatabase database) {
        var server = start(database);
        var end = server.clock.instant().plusSeconds(600);
        server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, end);
        var key = keys(server).stream()
                .filter(one -> one.expiresAt().equals(end))
                .findFirst()
                .orElseThrow();
        rotatesOnce(key.id(), "P7D");
        assertEquals(3, keys(server).size(), "that of the server, the replaced one and the new one");
    }

    /** Rotates a key with this overlap while another call rotates it with seven days; only the other call is refused. */
    private void rotatesOnce(long id, String overlap) {
        var place = new HashMap<>(ACCOUNT);
        place.put("id", Long.toString(id));
        conflicts(
                AdminOperation.ROTATE_KEY,
                place,
                "{\"overlap\":\"P7D\"}",
                () -> call(AdminOperation.ROTATE_KEY, place, "{\"overlap\":\"" + overlap + "\"}"));
    }

    private static List<ApiKey> keys(TestServer server) {
        return server.stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID));
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedAccountGetsNoKey(TestDatabase database) {
        var server = start(database);
        var before = keys(server);
        var refused = assertThrows(
                ProblemException.class,
                () -> call(
                        AdminOperation.CREATE_KEY,
                        ACCOUNT,
                        "{}",
                        announced -> server.stores
                                .database()
                                .run(transaction -> transaction
                                        .update("DELETE FROM account WHERE cm_id = :cmId", TestServer.CM_ID)
                                        .execute()),
                        () -> {}));
        assertEquals(Problem.REFERENCE_UNKNOWN, refused.problem());
        assertEquals(before, keys(server), "a key of a number that another account may get");
    }

    /**
     * A sub-status is renamed while a ticket with this sub-status is being added. If the ticket were committed after
     * the tickets are rendered again, it would keep the old name.
     */
    @ParameterizedTest
    @EnumSource
    void aTicketThatIsBeingAddedGetsTheNewNameOfItsSubStatus(TestDatabase database) throws Exception {
        var server = start(database);
        var data = server.stores.database();
        var place = new HashMap<>(ACCOUNT);
        place.put("key", "OP");
        var renamed = data.write(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var body = "{\"title\":\"Broken\",\"sub_status\":\"OP\"}".getBytes(StandardCharsets.UTF_8);
            var change = AddTicket.decode(body, account.zone()).asked();
            server.stores
                    .tickets()
                    .add(transaction, account, change, Rights.ALL, Author.UNKNOWN, server.clock.instant());
            return ConcurrentWrite.start(
                    data, () -> call(AdminOperation.SET_SUB_STATUS, place, "{\"name\":\"Opened again\"}"));
        });
        renamed.get(60, TimeUnit.SECONDS);
        var documents = StoredRecords.texts(data, TestServer.CM_ID, RecordKind.TICKET);
        assertEquals(1, documents.size());
        assertTrue(documents.get(0).contains("\"Opened again\""), documents::toString);
    }

    /**
     * An erasure of an account must wait for running calls, because it would not see the rows that they have not
     * committed.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureRemovesRowsOfConcurrentCalls(TestDatabase database) {
        var url = database.create();
        started.set(TestServer.start(url));
        var options = DatabaseOptions.forCommand();
        var impatient = new DatabaseOptions(false, Duration.ofMillis(200), options.patience(), options.statements());
        var place = new HashMap<>(ACCOUNT);
        place.put("key", "E");
        var bodies = Map.of(
                AdminOperation.CREATE_KEY, "{}",
                AdminOperation.ADD_LIST_ENTRY, "{\"list\":\"zone\",\"name\":\"North\"}",
                AdminOperation.SET_SUB_STATUS, "{\"name\":\"Escalated\"}",
                AdminOperation.CHANGE_CALENDAR, "{\"days\":\"MON-FRI\"}",
                AdminOperation.SET_WEBHOOK, NEW_SECRET,
                AdminOperation.CREATE_USER, PERSON);
        try (var other = Stores.open(url, impatient)) {
            var account = other.database()
                    .read(transaction -> AccountStore.find(transaction, TestServer.CM_ID))
                    .orElseThrow();
            var erase = EraseAccount.prepare(other.database(), TestServer.CM_ID);
            bodies.forEach((operation, body) -> {
                call(
                        operation,
                        place,
                        body,
                        announced -> {},
                        () -> assertEquals(
                                Problem.UNAVAILABLE,
                                assertThrows(ProblemException.class, erase::erase, operation + " did not delay it")
                                        .problem()));
                erase.erase();
                assertEquals(0, erase.rows(), operation.toString());
                other.database().run(transaction -> AccountStore.add(transaction, account));
            });
        }
    }

    /**
     * A change of a status reads whether there is a webhook before it waits for the lock of its ticket. If a webhook is
     * set during this wait, the change must still be posted. Only PostgreSQL has such locks.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aWebhookThatIsSetFirstGetsAStatusChangeThatIsCommittedLater(TestDatabase database) throws Exception {
        var url = database.create();
        started.set(TestServer.start(url, TestServer.patient()));
        try (var account = new HookedAccount(url, started.get().clock)) {
            var ticket = account.add();
            var calls = new ArrayList<Future<?>>();
            var isHookedFirst = account.stores.database().write(transaction -> {
                transaction.handle().execute("SELECT id FROM ticket WHERE cm_id = ? FOR UPDATE", TestServer.CM_ID);
                calls.add(ConcurrentWrite.start(account.stores.database(), () -> {
                    account.update(ticket, "IN");
                    return true;
                }));
                var hook = ConcurrentWrite.start(
                        account.stores.database(), () -> call(AdminOperation.SET_WEBHOOK, ACCOUNT, NEW_SECRET));
                calls.add(hook);
                return hook.isDone();
            });
            for (var call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
            assertEquals(isHookedFirst ? 1 : 0, account.outbox().size());
        }
    }

    /**
     * The removal of a webhook must also remove the delivery of a status change that is not committed yet: without a
     * webhook, the delivery would be neither posted nor removed.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aRunningStatusChangeLeavesNoDeliveryOfARemovedWebhook(TestDatabase database) throws Exception {
        var url = database.create();
        started.set(TestServer.start(url, TestServer.patient()));
        try (var account = new HookedAccount(url, started.get().clock)) {
            account.hook("https://hooks.example/tickets", false);
            var ticket = account.add();
            var removal = account.stores.database().write(transaction -> {
                account.update(transaction, ticket, "IN");
                return ConcurrentWrite.start(
                        account.stores.database(), () -> call(AdminOperation.REMOVE_WEBHOOK, ACCOUNT, ""));
            });
            removal.get(60, TimeUnit.SECONDS);
            assertEquals(0, account.stored());
        }
    }

    /**
     * While a webhook is removed, a server that takes a delivery holds the lock of this delivery for long. The removal
     * must not wait for this lock. Only PostgreSQL has such locks.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedDeliveryDelaysNoRemovalOfAWebhook(TestDatabase database) {
        var url = database.create();
        started.set(TestServer.start(url, TestServer.patient()));
        try (var account = new HookedAccount(url, started.get().clock)) {
            account.hook("https://hooks.example/tickets", false);
            account.update(account.add(), "IN");
            account.stores.database().run(transaction -> {
                transaction
                        .handle()
                        .execute("SELECT id FROM webhook_delivery WHERE cm_id = ? FOR UPDATE", TestServer.CM_ID);
                ConcurrentWrite.start(account.stores.database(), () -> call(AdminOperation.REMOVE_WEBHOOK, ACCOUNT, ""))
                        // Less than the minute for which the removal would wait for the lock.
                        .orTimeout(50, TimeUnit.SECONDS)
                        .join();
            });
            assertEquals(1, account.stored(), "left for a server");
            call(AdminOperation.SET_WEBHOOK, ACCOUNT, NEW_SECRET);
            assertEquals(List.of(), account.outbox(), "an old delivery for the new webhook");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPersonIsAddedOnceAndEachLinkIsStored(TestDatabase database) {
        start(database);
        conflicts(
                AdminOperation.CREATE_USER, Map.of(), PERSON, () -> call(AdminOperation.CREATE_USER, Map.of(), PERSON));
        var again = (UserJson.Link) call(AdminOperation.CREATE_USER, Map.of(), PERSON);
        assertEquals(Optional.empty(), Optional.ofNullable(again.path()), "a person who is there gets no link");
    }

    @ParameterizedTest
    @EnumSource
    void concurrentChangesOfAnAccountAreBothKept(TestDatabase database) throws Exception {
        var server = start(database);
        both(
                AdminOperation.CHANGE_ACCOUNT,
                "{\"name\":\"One\"}",
                "{\"allCustomerPage\":\"{\\\"zoneIdStr\\\":\\\"7\\\"}\"}");
        var account = server.stores
                .database()
                .read(transaction -> AccountStore.find(transaction, TestServer.CM_ID))
                .orElseThrow();
        assertEquals("One", account.name());
        assertFalse(account.allCustomerPage().equals("{}"), "the change of the other call is stored too");
    }

    /**
     * The new zone is stored, but the records are not rendered. A repeated call would find the new zone and render
     * nothing. So the failure names the command that renders them.
     */
    @ParameterizedTest
    @EnumSource
    void aFailedRenderingAfterAZoneChangeNamesTheRemedy(TestDatabase database) {
        var server = start(database);
        var accounts = new AccountAdmin(server.stores.database(), account -> {
            throw Problem.UNAVAILABLE.because("the disk is full");
        });
        var body = "{\"zone\":\"Europe/London\"}".getBytes(StandardCharsets.UTF_8);
        var call = new AdminCall(
                ACCOUNT, body, (transaction, cmId, action, recordId) -> {}, announced -> {}, server.clock.instant());
        var refused = assertThrows(ProblemException.class, () -> accounts.change(call));
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        assertTrue(refused.detail().contains("the disk is full"), refused.detail());
        assertTrue(refused.detail().contains("'daybook rerender --all'"), refused.detail());
    }

    /**
     * The removal is stored, but the tickets are not rendered. A repeated call would render nothing, because it would
     * not find the sub-status. So the failure names the command that renders the tickets.
     */
    @ParameterizedTest
    @EnumSource
    void aFailedRenderingAfterASubStatusRemovalNamesTheRemedy(TestDatabase database) {
        var server = start(database);
        var parameters = Map.of("cmId", Long.toString(TestServer.CM_ID), "key", "E");
        call(AdminOperation.SET_SUB_STATUS, parameters, "{\"name\":\"Escalated\"}");
        var rules = new TicketRulesAdmin(server.stores.database(), account -> {
            throw Problem.UNAVAILABLE.because("the disk is full");
        });
        var call = new AdminCall(
                parameters,
                new byte[0],
                (transaction, cmId, action, recordId) -> {},
                announced -> {},
                server.clock.instant());
        var refused = assertThrows(ProblemException.class, () -> rules.removeSubStatus(call));
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        assertTrue(refused.detail().contains("the disk is full"), refused.detail());
        assertTrue(refused.detail().contains("'daybook rerender --all'"), refused.detail());
    }

    /**
     * The change may be stored although its documents were not rendered. A repeated call would find the change and
     * render nothing. So the failure names the command that renders the documents.
     */
    @ParameterizedTest
    @EnumSource
    void aChangeWithAnUnknownOutcomeNamesTheRemedy(TestDatabase database) {
        start(database);
        var parameters = Map.of("cmId", Long.toString(TestServer.CM_ID), "key", "E");
        call(AdminOperation.SET_SUB_STATUS, parameters, "{\"name\":\"Escalated\"}");
        var unknown = "The database takes too long; whether this was stored is not known";
        assertEquals(
                unknown + "; if 'daybook account list' shows the new zone, run 'daybook rerender --all'",
                unknown(AdminOperation.CHANGE_ACCOUNT, "{\"zone\":\"Europe/London\"}"));
        assertEquals(unknown, unknown(AdminOperation.CHANGE_ACCOUNT, "{\"name\":\"One\"}"));
        assertEquals(
                unknown + "; if 'daybook account substatus list' shows the change, run 'daybook rerender --all'",
                unknown(AdminOperation.REMOVE_SUB_STATUS, "{}"));
    }

    /** Calls an operation, and lets its transaction end with an unknown outcome. Returns the text of the failure. */
    private String unknown(AdminOperation operation, String body) {
        var parameters = Map.of("cmId", Long.toString(TestServer.CM_ID), "key", "E");
        var refused = assertThrows(
                ProblemException.class,
                () -> call(operation, parameters, body, announced -> {}, () -> {
                    throw Reason.OUTCOME_UNKNOWN.with("The database takes too long");
                }));
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        return ProblemText.of(refused);
    }

    /**
     * A retry lists the tickets with deliveries, and then retries them one after the other. Before the retry of a
     * listed ticket, the receiver accepts its delivery. This ticket must be left out.
     */
    @ParameterizedTest
    @EnumSource
    void aTicketWhoseChangeHasArrivedIsNotRetried(TestDatabase database) {
        startWithDeliveries(database);
        var audited = new HashSet<Long>();
        AdminCall.Audit arrives = (transaction, cmId, action, ticket) -> {
            audited.add(ticket);
            transaction.handle().execute("DELETE FROM webhook_delivery WHERE ticket = 2");
        };
        assertEquals(new WebhookJson.Retried(List.of(new WebhookJson.Due(1, 1)), null), retry("{}", arrives));
        assertEquals(
                new WebhookJson.Retried(List.of(new WebhookJson.Due(2, 0)), null), retry("{\"tickets\":[2]}", arrives));
        assertEquals(Set.of(1L), audited);
    }

    /**
     * The receiver is found to be gone after the retry of the first ticket. A server posts nothing to this receiver, so
     * the retry must fail and must not make the delivery of the second ticket due.
     */
    @ParameterizedTest
    @EnumSource
    void aRetryEndsIfTheReceiverIsGoneSince(TestDatabase database) {
        var server = startWithDeliveries(database);
        var audited = new HashSet<Long>();
        AdminCall.Audit goes = (transaction, cmId, action, ticket) -> {
            audited.add(ticket);
            transaction.handle().execute("UPDATE webhook SET gone_at = 1");
        };
        var refused = assertThrows(ProblemException.class, () -> retry("{}", goes));
        assertEquals(Problem.CONFLICT, refused.problem());
        assertTrue(refused.detail().contains("'daybook webhook set'"), refused.detail());
        assertEquals(Set.of(1L), audited);
        var next = StoredValues.numbers(
                server.stores.database(), "SELECT next_attempt_at FROM webhook_delivery WHERE ticket = 2");
        assertEquals(List.of(EpochMillis.column(Instant.MAX)), next);
    }

    /** Starts a server with a webhook and a delivery for each of the tickets 1 and 2. */
    private TestServer startWithDeliveries(TestDatabase database) {
        var server = start(database);
        call(AdminOperation.SET_WEBHOOK, ACCOUNT, NEW_SECRET);
        server.stores.database().run(transaction -> {
            var batch = transaction
                    .handle()
                    .prepareBatch("INSERT INTO webhook_delivery VALUES (?, ?, ?, 0, 0, ?, 0, 0, 0, '', '{}')");
            for (var ticket = 1; ticket <= 2; ticket++) {
                batch.add(TestServer.CM_ID, ticket, ticket, EpochMillis.column(Instant.MAX));
            }
            batch.execute();
        });
        return server;
    }

    private Object retry(String body, AdminCall.Audit audit) {
        var server = started.get();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return Admins.of(server.stores, server.clock)
                .answer(
                        AdminOperation.RETRY_DELIVERIES,
                        new AdminCall(ACCOUNT, bytes, audit, announced -> {}, server.clock.instant()));
    }

    @ParameterizedTest
    @EnumSource
    void concurrentChangesOfACalendarAreBothKept(TestDatabase database) throws Exception {
        start(database);
        both(AdminOperation.CHANGE_CALENDAR, "{\"days\":\"MON-FRI\"}", "{\"sla\":\"PT4H\"}");
        var calendar = (TicketRulesJson.Calendar) call(AdminOperation.GET_CALENDAR, ACCOUNT, "");
        assertEquals("MON,TUE,WED,THU,FRI", calendar.days());
        assertEquals("PT4H", calendar.sla());
    }

    /**
     * Starts a second call within the transaction of the first call. The first call continues when the second call has
     * ended, but at the latest after 1 s, because the second call may wait for the first.
     */
    private void both(AdminOperation operation, String one, String two) throws Exception {
        var second = new AtomicReference<CompletableFuture<Object>>();
        call(operation, ACCOUNT, one, announced -> {}, () -> {
            if (second.get() == null) {
                second.set(CompletableFuture.supplyAsync(() -> call(operation, ACCOUNT, two)));
                awaitAMoment(second.get());
            }
        });
        second.get().get(60, TimeUnit.SECONDS);
    }

    /**
     * A new person takes the e-mail of a person who has no role. A concurrent call that disables the person with this
     * e-mail finds the former person, but must disable the new one. Only PostgreSQL runs writes at the same time.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void thePersonWhoGetsTheEmailDuringTheCallIsDisabled(TestDatabase database) throws Exception {
        var server = start(database);
        var email = "asha@shop.example";
        var now = server.clock.instant();
        server.stores.database().run(transaction -> PersonStore.add(transaction, email, "Asha", false, now));
        var disabled = server.stores.database().write(transaction -> {
            PersonAccess.add(transaction, email, "Another Asha", false, now);
            return ConcurrentWrite.start(
                    server.stores.database(), () -> call(AdminOperation.DISABLE_USER, Map.of("email", email), ""));
        });
        disabled.get(60, TimeUnit.SECONDS);
        var person = server.stores
                .database()
                .read(transaction -> PersonStore.find(transaction, email))
                .orElseThrow()
                .person();
        assertEquals("Another Asha", person.name());
        assertTrue(person.disabled());
    }

    /**
     * A person with a link gets a role in a further account during a restart of the feed. The restart holds all accounts
     * before it removes the links. The call must lock in the same order: otherwise the two could wait for each other,
     * and the database would end the restart. Only PostgreSQL runs writes at the same time.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aPersonGetsARoleInAFurtherAccountDuringARestartOfTheFeed(TestDatabase database) throws Exception {
        var server = start(database);
        var further = TestServer.CM_ID + 1;
        server.addAccount(further, Account.DEFAULT_ZONE);
        call(AdminOperation.CREATE_USER, Map.of(), PERSON);
        var body = "{\"email\":\"asha@shop.example\",\"cmId\":" + further + "}";
        var attempts = new AtomicInteger();
        var created = server.stores.database().write(transaction -> {
            attempts.incrementAndGet();
            // So that the restart finds a deadlock before the call does, as a restart that takes minutes would.
            transaction.handle().execute("SET LOCAL deadlock_timeout = '1ms'");
            transaction.handle().execute("SELECT pg_advisory_xact_lock(1, 0)");
            var other = ConcurrentWrite.start(
                    server.stores.database(), () -> call(AdminOperation.CREATE_USER, Map.of(), body));
            RestoredChanges.beginAnew(transaction, server.clock.instant());
            return other;
        });
        created.get(60, TimeUnit.SECONDS);
        assertEquals(1, attempts.get());
    }
}
