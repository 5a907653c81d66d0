package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Member;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPassword;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.AuthorNames;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner who adds people of another account gets no access to that account and learns nothing about them. */
class ConsolePeopleTest {
    private static final long OTHER = 2_000_596;
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String OTHER_HOME = "/console/" + OTHER + "/";
    private static final String EMAIL = "asha@other.example";
    private static final Pattern LINK = Pattern.compile("/console/link/[A-Za-z0-9_-]{43}");

    private final AtomicReference<TestServer> started = new AtomicReference<>();

    private TestServer start(TestDatabase database) {
        var server = TestServer.start(database.create(), TestSettings::console);
        server.addAccount(OTHER, Account.DEFAULT_ZONE);
        started.set(server);
        return server;
    }

    @AfterEach
    void stop() {
        started.get().close();
    }

    private static HttpResponse<String> add(Browser owner, String home, String name, String role) {
        owner.get(home + "people");
        return owner.post(home + "people", "email", EMAIL, "name", name, "role", role);
    }

    private static String link(HttpResponse<String> page) {
        assertEquals(200, page.statusCode(), page.body());
        var found = LINK.matcher(page.body());
        assertTrue(found.find(), page.body());
        return found.group();
    }

    /** Chooses a password by a link. Returns the browser, which is logged in. */
    private Browser choose(String link, String password) {
        var browser = Browser.of(started.get());
        browser.get(link);
        assertEquals(
                303, browser.post(link, "password", password, "again", password).statusCode());
        return browser;
    }

    private int logIn(String password) {
        var browser = Browser.of(started.get());
        browser.get("/console/login");
        return browser.post("/console/login", "email", EMAIL, "password", password, "to", "")
                .statusCode();
    }

    private int status(String path) {
        return Browser.of(started.get()).get(path).statusCode();
    }

    private long idOfAsha() {
        var server = started.get();
        return server.stores
                .database()
                .read(transaction -> PersonStore.find(transaction, EMAIL))
                .orElseThrow()
                .person()
                .id();
    }

    private void remove(Browser owner) {
        owner.get(HOME + "people");
        assertEquals(303, owner.post(HOME + "people/" + idOfAsha() + "/remove").statusCode());
    }

    /** Adds Asha with a role in the other account and a password, and returns her number. */
    private long addToOther(Role role, boolean disabled) {
        var server = started.get();
        var id = TestPerson.addWithPassword(server, EMAIL, "Asha Rao", OTHER, role)
                .id();
        server.stores.database().run(transaction -> PersonStore.setDisabled(transaction, id, disabled));
        return id;
    }

    /**
     * The owner of one account adds a person, chooses her password, and removes her. Then the owner of the other
     * account adds her. The old password and the old session must give no access.
     */
    @ParameterizedTest
    @EnumSource
    void aPersonRemovedFromTheLastAccountIsAddedAsNew(TestDatabase database) {
        var server = start(database);
        var one = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var other = Browser.of(server, Role.OWNER, OTHER);
        var stranger = choose(link(add(one, HOME, "Whoever", "viewer")), "chosen by the owner");
        assertEquals(200, stranger.get(HOME + "overview").statusCode());
        remove(one);
        var home = stranger.get("/console");
        assertTrue(home.headers().firstValue("Location").orElse("").startsWith("/console/login"), home.body());
        assertEquals(422, logIn("chosen by the owner"), "the password is gone");

        var link = link(add(other, OTHER_HOME, "Asha Rao", "owner"));
        assertEquals(422, logIn("chosen by the owner"));
        assertNotEquals(200, stranger.get(OTHER_HOME + "people").statusCode());
        var people = other.get(OTHER_HOME + "people").body();
        assertTrue(people.contains("Asha Rao") && !people.contains("Whoever"), people);
        assertEquals(
                200, choose(link, TestPassword.TEXT).get(OTHER_HOME + "people").statusCode());
        assertEquals(303, logIn(TestPassword.TEXT));
    }

    @ParameterizedTest
    @EnumSource
    void anUnusedLinkIsInvalidAfterTheLastRoleIsRemoved(TestDatabase database) {
        var server = start(database);
        var one = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var kept = link(add(one, HOME, "Whoever", "viewer"));
        assertEquals(200, status(kept));
        remove(one);
        assertEquals(404, status(kept));
    }

    /**
     * A person may lose her last role because the account is erased, which does not change the person's row. When she
     * is added again, her old link, password and session must give no access.
     */
    @ParameterizedTest
    @EnumSource
    void aPersonWhoLostAllRolesByAnErasureIsAddedAsNew(TestDatabase database) {
        var server = start(database);
        var id = addToOther(Role.VIEWER, false);
        var kept = PersonLink.create();
        server.stores.database().run(transaction -> {
            kept.put(transaction, LinkKind.PASSWORD, id, server.clock.instant());
            MembershipStore.remove(transaction, OTHER, id);
        });
        var session = Browser.loggedIn(
                server,
                server.stores
                        .database()
                        .read(transaction -> PersonStore.find(transaction, id))
                        .orElseThrow());
        var link = link(add(Browser.of(server, Role.OWNER, TestServer.CM_ID), HOME, "Asha", "owner"));
        assertEquals(404, status(kept.path()));
        assertEquals(422, logIn(TestPassword.TEXT));
        assertNotEquals(200, session.get(HOME + "people").statusCode());
        assertEquals(200, status(link));
    }

    /**
     * An owner tries to add a person who has a role in another account. The refusal must not show her name, her
     * account, or whether she is disabled.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOwnerCannotAddAPersonOfAnotherAccount(boolean disabled) {
        var server = start(TestDatabase.SQLITE);
        var id = addToOther(Role.OWNER, disabled);
        var one = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var refused = add(one, HOME, "Whoever", "viewer");
        assertEquals(409, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("known to this server"), refused.body());
        assertTrue(refused.body().contains("daybook user create EMAIL --cm-id " + TestServer.CM_ID), refused.body());
        assertFalse(refused.body().contains("Asha Rao") || refused.body().contains("" + OTHER), refused.body());
        assertFalse(one.get(HOME + "people").body().contains(EMAIL), "and is no member");
        if (!disabled) {
            var other = Browser.of(server, Role.OWNER, OTHER);
            other.get(OTHER_HOME + "people");
            assertEquals(
                    200,
                    other.post(OTHER_HOME + "people/" + id + "/reset").statusCode(),
                    "her own owner can still help her");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerCannotAddAnOperatorToAnAccount(TestDatabase database) {
        var server = start(database);
        server.stores
                .database()
                .write(transaction -> PersonStore.add(transaction, EMAIL, "Asha Rao", true, server.clock.instant()));
        var refused = add(Browser.of(server, Role.OWNER, TestServer.CM_ID), HOME, "Whoever", "viewer");
        assertEquals(409, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("known to this server"), refused.body());
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorCanAddAPersonOfAnotherAccount(TestDatabase database) {
        var server = start(database);
        addToOther(Role.AGENT, false);
        var added = add(Browser.ofOperator(server), HOME, "Whoever", "viewer");
        assertEquals(303, added.statusCode(), added.body());
        assertEquals(303, logIn(TestPassword.TEXT), "she keeps the password");
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        assertTrue(owner.get(HOME + "people").body().contains("Asha Rao"), "and the name");
    }

    /**
     * An owner has a link by which a new person chooses a password. Then an operator gives the person a role in a
     * second account. The link must become invalid, because the owner could use it to enter that account.
     */
    @ParameterizedTest
    @EnumSource
    void anOperatorsRoleMakesTheLinkOfAnOwnerInvalid(TestDatabase database) {
        var server = start(database);
        var kept = link(add(Browser.of(server, Role.OWNER, TestServer.CM_ID), HOME, "Asha", "viewer"));
        var operator = Browser.ofOperator(server);
        var link = link(add(operator, OTHER_HOME, "Asha", "owner"));
        assertEquals(404, status(kept));
        assertEquals(
                200, choose(link, TestPassword.TEXT).get(OTHER_HOME + "people").statusCode());
        assertEquals(
                List.of(TestServer.CM_ID, OTHER),
                ConsoleAudit.accounts(server, AuditAction.RESET_PERSON),
                "the first account's owner must see why the link is invalid");
    }

    /** Whoever has the new link can work in all accounts of the person, so each audit must have the reset. */
    @ParameterizedTest
    @EnumSource
    void anOperatorsResetIsInTheAuditOfEachAccountOfThePerson(TestDatabase database) {
        var server = start(database);
        var id = addToOther(Role.AGENT, false);
        server.stores.database().run(transaction -> {
            MembershipStore.put(transaction, TestServer.CM_ID, id, Role.VIEWER);
        });
        var operator = Browser.ofOperator(server);
        operator.get(HOME + "people");
        link(operator.post(HOME + "people/" + id + "/reset"));
        assertEquals(List.of(TestServer.CM_ID, OTHER), ConsoleAudit.accounts(server, AuditAction.RESET_PERSON));
    }

    @ParameterizedTest
    @EnumSource
    void aPersonWithAnotherRoleKeepsThePasswordAfterARemoval(TestDatabase database) {
        var server = start(database);
        var id = addToOther(Role.AGENT, false);
        server.stores.database().run(transaction -> {
            MembershipStore.put(transaction, TestServer.CM_ID, id, Role.VIEWER);
        });
        remove(Browser.of(server, Role.OWNER, TestServer.CM_ID));
        assertEquals(303, logIn(TestPassword.TEXT));
    }

    /**
     * A person without a role is added again with the same e-mail and a new name. Whoever has the e-mail now may be
     * another person, so earlier actions keep the old name.
     */
    @ParameterizedTest
    @EnumSource
    void pastActionsKeepTheOldNameIfTheEmailIsReused(TestDatabase database) {
        var server = start(database);
        var id = addToOther(Role.AGENT, false);
        server.stores.database().run(transaction -> PersonAccess.remove(transaction, OTHER, id));
        var one = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        link(add(one, HOME, "Mickey", "viewer"));
        assertTrue(one.get(HOME + "people").body().contains("Mickey"), "the new name");
        var author = Author.person(id);
        assertEquals(
                Map.of(author, "Asha Rao"),
                server.stores.database().read(transaction -> AuthorNames.of(transaction, OTHER, List.of(author))));
        assertEquals(
                List.of("Mickey"),
                server.stores.database().read(transaction -> PersonStore.list(transaction)).stream()
                        .filter(person -> person.email().equals(EMAIL))
                        .map(Person::name)
                        .toList());
    }

    /** Two people with one e-mail must not look like one person in the audit. */
    @ParameterizedTest
    @EnumSource
    void theAuditTellsAFormerPersonFromTheNewOneWithTheSameEmail(TestDatabase database) {
        var server = start(database);
        var former = addToOther(Role.AGENT, false);
        server.stores.database().run(transaction -> PersonAccess.remove(transaction, OTHER, former));
        var owner = Browser.of(server, Role.OWNER, OTHER);
        link(add(owner, OTHER_HOME, "Mickey", "agent"));
        for (var id : List.of(former, idOfAsha())) {
            var act = new Act(OTHER, id, "", server.clock.instant());
            server.stores
                    .database()
                    .run(transaction -> AuditStore.write(transaction, act, AuditAction.DOWNLOAD_CUSTOMERS, 0));
        }
        assertEquals(
                List.of(EMAIL + " Mickey", EMAIL + " Asha Rao former"),
                Pattern.compile("<td>(" + EMAIL + ".*?)</td>")
                        .matcher(owner.get(OTHER_HOME + "audit").body())
                        .results()
                        .map(found -> found.group(1).replaceAll("<[^>]+>", ""))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aConcurrentChangeDoesNotRestoreARemovedRole(TestDatabase database) throws Exception {
        var server = start(database);
        var id = addToOther(Role.AGENT, false);
        var other = Browser.of(server, Role.OWNER, OTHER);
        other.get(OTHER_HOME + "people");
        var changed = server.stores.database().write(transaction -> {
            PersonAccess.remove(transaction, OTHER, id);
            return ConcurrentWrite.start(
                    server.stores.database(), () -> other.post(OTHER_HOME + "people/" + id + "/role", "role", "owner"));
        });
        assertEquals(404, changed.get(60, TimeUnit.SECONDS).statusCode());
        assertEquals(
                List.of(), server.stores.database().read(transaction -> MembershipStore.accounts(transaction, id)));
    }

    @ParameterizedTest
    @EnumSource
    void aRoleThatIsSavedUnchangedIsNotInTheAudit(TestDatabase database) {
        var server = start(database);
        var role = OTHER_HOME + "people/" + addToOther(Role.AGENT, false) + "/role";
        var owner = Browser.of(server, Role.OWNER, OTHER);
        owner.get(OTHER_HOME + "people");
        assertEquals(303, owner.post(role, "role", "agent").statusCode());
        assertEquals(0, ConsoleAudit.count(server, AuditAction.CHANGE_ROLE));
        assertEquals(303, owner.post(role, "role", "viewer").statusCode());
        assertEquals(1, ConsoleAudit.count(server, AuditAction.CHANGE_ROLE));
    }

    /** Adds an owner of the first account. */
    private Person addOwner(String email) {
        return TestPerson.add(started.get(), email, "Owner", TestServer.CM_ID, Role.OWNER);
    }

    /** Waits until this many writes wait for the writer of SQLite. */
    private static void awaitQueued(TestServer server, int writes) {
        if (server.stores.database().writesOneAtATime()) {
            while (!server.get("/metrics").body().contains("\ndaybook_writer_queue " + writes + ".0")) {
                Thread.onSpinWait();
            }
        }
    }

    /** While an owner's form waits for its turn to write, another transaction takes the right away. */
    @ParameterizedTest
    @EnumSource
    void aFormWhosePersonLostTheRightWhileItWaitedChangesNothing(TestDatabase database) throws Exception {
        var server = start(database);
        var losses = Map.<String, BiConsumer<Transaction, Long>>of(
                "removed", (transaction, id) -> PersonAccess.remove(transaction, TestServer.CM_ID, id),
                "manager",
                        (transaction, id) -> {
                            PersonStore.lock(transaction, id);
                            MembershipStore.put(transaction, TestServer.CM_ID, id, Role.MANAGER);
                        },
                "disabled", (transaction, id) -> PersonStore.setDisabled(transaction, id, true),
                "logged-out",
                        (transaction, id) -> {
                            PersonStore.lock(transaction, id);
                            SessionStore.endAll(transaction, id);
                        });
        var forms = Map.of(
                "people", List.of("email", EMAIL, "name", "Asha", "role", "owner"),
                "developers/keys/new", List.of("label", "mine", "scope", "*"));
        for (var loss : losses.entrySet()) {
            for (var form : forms.entrySet()) {
                var path = HOME + form.getKey();
                var person = addOwner(loss.getKey() + form.getKey().length() + "@shop.example");
                var owner = Browser.loggedIn(server, person);
                owner.get(path);
                var sent = server.stores.database().write(transaction -> {
                    loss.getValue().accept(transaction, person.id());
                    var waiting = ConcurrentWrite.start(
                            server.stores.database(),
                            () -> owner.post(path, form.getValue().toArray(String[]::new)));
                    awaitQueued(server, 1);
                    return waiting;
                });
                var answer = sent.get(60, TimeUnit.SECONDS);
                assertEquals(403, answer.statusCode(), loss.getKey() + " " + path + answer.body());
                assertTrue(answer.body().contains("Your role was changed or removed"), answer.body());
            }
        }
        var pages = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        assertFalse(pages.get(HOME + "people").body().contains(EMAIL), "no person was added");
        assertFalse(pages.get(HOME + "developers").body().contains("mine"), "no key was created");
        assertEquals(0, ConsoleAudit.count(server, AuditAction.CREATE_KEY));
    }

    private static boolean isSessionLocked(Transaction transaction, long personId) {
        return transaction
                .handle()
                .select("SELECT 1 FROM person_session WHERE person_id = ? FOR NO KEY UPDATE SKIP LOCKED", personId)
                .mapTo(Integer.class)
                .list()
                .isEmpty();
    }

    /**
     * All other code that ends a session locks its person first. If a form locked the session first, the two could
     * deadlock.
     */
    @Test
    void thePersonIsLockedBeforeTheSessionThatAFormEnds() throws Exception {
        var server = start(TestDatabase.POSTGRESQL);
        var database = server.stores.database();
        var one = addOwner("one@shop.example");
        var owner = Browser.loggedIn(server, one);
        var page = owner.get("/console/sessions").body();
        var session = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(page);
        assertTrue(session.find(), page);
        var ended = database.write(transaction -> {
            PersonStore.lock(transaction, one.id());
            var waiting =
                    ConcurrentWrite.start(database, () -> owner.post("/console/sessions", "id", session.group(1)));
            assertFalse(isSessionLocked(transaction, one.id()));
            return waiting;
        });
        assertEquals(303, ended.get(60, TimeUnit.SECONDS).statusCode());
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoOwnersWhoRemoveEachOtherOneStays(TestDatabase database) throws Exception {
        var server = start(database);
        var people = List.of(addOwner("one@shop.example"), addOwner("two@shop.example"));
        var owners =
                people.stream().map(person -> Browser.loggedIn(server, person)).toList();
        owners.forEach(owner -> owner.get(HOME + "people"));
        var forms = server.stores.database().write(transaction -> {
            people.forEach(person -> PersonStore.lock(transaction, person.id()));
            var waiting = IntStream.of(0, 1)
                    .mapToObj(who -> ConcurrentWrite.start(
                            server.stores.database(),
                            () -> owners.get(who)
                                    .post(HOME + "people/" + people.get(1 - who).id() + "/remove")))
                    .toList();
            awaitQueued(server, 2);
            return waiting;
        });
        var statuses = new TreeSet<Integer>();
        for (var form : forms) {
            statuses.add(form.get(60, TimeUnit.SECONDS).statusCode());
        }
        assertEquals(Set.of(303, 403), statuses);
        assertEquals(
                List.of(Role.OWNER),
                server
                        .stores
                        .database()
                        .read(transaction -> MembershipStore.members(transaction, TestServer.CM_ID))
                        .stream()
                        .map(Member::role)
                        .toList());
    }

    /**
     * A link must work where the owner pastes it. It is no link of the page: a click on it would open the page of the
     * other person's password.
     */
    @Test
    void theLinkOfAPersonHasTheAddressOfTheServer() {
        var server = start(TestDatabase.SQLITE);
        addToOther(Role.AGENT, false);
        var owner = Browser.of(server, Role.OWNER, OTHER);
        owner.get(OTHER_HOME + "people");
        var reset = OTHER_HOME + "people/" + idOfAsha() + "/reset";
        var given = owner.postAs(reset, owner.formWord(), Map.of("Origin", "https://daybook.example"));
        assertTrue(given.body().contains(">https://daybook.example" + link(given) + "</textarea>"), given.body());
        assertFalse(given.body().contains("href=\"" + link(given)), given.body());
        assertEquals(200, status(link(given)));
        for (var origin : List.of("null", "https://daybook.example/x")) {
            var hidden = owner.postAs(reset, owner.formWord(), Map.of("Origin", origin));
            assertTrue(hidden.body().contains(">" + link(hidden) + "</textarea>"), hidden.body());
            assertTrue(hidden.body().contains("Write it in front of the link."), hidden.body());
        }
    }

    @Test
    void theLinkOfAPersonHasTheAddressThatIsSet() {
        var address = URI.create("https://daybook.example/");
        var provider = new OpenIdSettings("https://login.example", "daybook", "secret", address);
        var server = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.console().openId(provider));
        started.set(server);
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        owner.get(HOME + "people");
        String[] asha = {"email", EMAIL, "name", "Asha Rao", "role", "viewer"};
        var given = owner.postAs(HOME + "people", owner.formWord(), Map.of("Origin", "http://10.0.0.7:8080"), asha);
        assertTrue(given.body().contains(">https://daybook.example" + link(given) + "</textarea>"), given.body());
    }

    /** One click by mistake must neither log a person out nor remove the role. */
    @Test
    void anActionThatLogsAPersonOutNeedsASecondStep() {
        var server = start(TestDatabase.SQLITE);
        addToOther(Role.AGENT, false);
        var page = Browser.of(server, Role.OWNER, OTHER).get(OTHER_HOME + "people");
        assertTrue(page.body().contains("The password and an earlier link no longer work."), page.body());
        for (var action : List.of("reset", "remove")) {
            assertTrue(
                    Pattern.compile("<details><summary [^>]*>[^<]*</summary>\\s*<form method=\"post\" action=\""
                                    + OTHER_HOME + "people/" + idOfAsha() + "/" + action + "\"")
                            .matcher(page.body())
                            .find(),
                    page.body());
        }
    }

    /**
     * A browser sends a form again if the page that answered it is reloaded. A reset that is sent again must not take
     * away the password that the person has chosen since.
     */
    @ParameterizedTest
    @EnumSource
    void aReloadedResetDoesNotTakeAwayTheNewPassword(TestDatabase database) {
        var server = start(database);
        addToOther(Role.AGENT, false);
        var owner = Browser.of(server, Role.OWNER, OTHER);
        var reset = OTHER_HOME + "people/" + idOfAsha() + "/reset";
        var page = owner.get(OTHER_HOME + "people").body();
        assertTrue(
                Pattern.compile("action=\"" + reset + "\"[^>]*>(?:(?!</form>)[\\s\\S])*name=\"_once\"")
                        .matcher(page)
                        .find(),
                page);
        var link = link(owner.post(reset, "_once", "first"));
        var asha = choose(link, "another long password");

        var again = owner.post(reset, "_once", "first");
        assertEquals(303, again.statusCode(), again.body());
        var shown = owner.get(again.headers().firstValue("Location").orElseThrow());
        assertTrue(shown.body().contains("shown only in the first answer"), shown.body());
        assertEquals(200, asha.get(OTHER_HOME + "overview").statusCode());
        assertEquals(303, logIn("another long password"));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.RESET_PERSON));
        link(owner.post(reset, "_once", "second"));
        assertEquals(422, logIn("another long password"));
    }

    @ParameterizedTest
    @EnumSource
    void aPersonWithARoleInTheAccountCannotBeAddedAgain(TestDatabase database) {
        var server = start(database);
        addToOther(Role.AGENT, false);
        var refused = add(Browser.of(server, Role.OWNER, OTHER), OTHER_HOME, "Whoever", "owner");
        assertEquals(409, refused.statusCode());
        assertTrue(refused.body().contains("has a role here already"), refused.body());
        assertEquals(303, logIn(TestPassword.TEXT));
    }
}
