package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.Secrets;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.TestPassword;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daybook user}: adds, lists, disables and resets people, and says why if something cannot be done. */
class UserCommandTest {
    @TempDir
    Path folder;

    private Outcome run(String... arguments) {
        return Outcome.ofAll(List.of(arguments), List.of("--data", folder.toString()));
    }

    @Test
    void peopleCanBeAddedListedDisabledAndGetANewLink() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("account", "create", "--cm-id", "2000596", "--name", "Other Traders");
        var added = run(
                "user", "create", "asha@shop.example", "--name", "Asha Rao", "--cm-id", "1000298", "--role", "agent");
        assertEquals(0, added.code(), added.err());
        assertTrue(added.out().strip().matches("/console/link/[A-Za-z0-9_-]{43}"), added.out());
        choosePassword("asha@shop.example");
        var again = run("user", "create", "ASHA@shop.example", "--cm-id", "2000596", "--role", "owner");
        assertEquals(0, again.code(), again.err());
        assertEquals("", again.out(), "a person who is there keeps the password");
        assertTrue(again.err().contains("daybook user reset EMAIL"), again.err());
        failed("already", "user", "create", "asha@shop.example", "--operator");
        assertEquals(0, run("user", "create", "ravi@shop.example", "--operator").code());
        assertEquals(
                List.of(
                        "asha@shop.example\tactive\tAsha Rao\t1000298:agent,2000596:owner",
                        "ravi@shop.example\tactive\travi@shop.example\toperator"),
                run("user", "list")
                        .out()
                        .lines()
                        .map(line -> line.substring(line.indexOf('\t') + 1))
                        .toList());
        assertEquals(0, run("user", "disable", " asha@shop.example\u00a0").code(), "as 'user create' takes it");
        assertTrue(run("user", "list").out().contains("\tdisabled\tAsha Rao"));
        failed("is disabled", "user", "reset", "asha@shop.example");
        assertTrue(run("user", "list").out().contains("\tdisabled\tAsha Rao"), "a reset alone lets nobody in");
        var reset = run("user", "reset", " asha@shop.example ", "--enable");
        assertTrue(reset.out().startsWith("/console/link/"), reset.out());
        assertTrue(run("user", "list").out().contains("\tactive\tAsha Rao"));
        assertEquals(
                List.of("CREATE_ACCOUNT", "ADD_PERSON", "DISABLE_PERSON", "RESET_PERSON"),
                audit(1_000_298).stream().map(entry -> entry.action().name()).toList(),
                "in the audit of the account");
        assertEquals(1, audit(0).size(), "an operator is of no account");
        assertTrue(audit(2_000_596).stream().allMatch(AuditEntry::isOfCommand));
    }

    /** A setting applies to every command, so it must not make one wrong that needs no account and no role. */
    @Test
    void settingsForAnAccountDoNotKeepOperatorsFromBeingAdded() throws IOException {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        var variables = Map.of("DAYBOOK_CM_ID", "1000298", "DAYBOOK_ROLE", "agent", "DAYBOOK_DATA", folder.toString());
        Outcome.of(variables, "user", "create", "ravi@shop.example", "--operator")
                .expect(Main.DONE);
        Outcome.of(variables, "user", "create", "asha@shop.example").expect(Main.DONE);
        var file = Files.writeString(folder.resolve("settings"), "cm-id=1000298\nrole=agent\n");
        run("user", "create", "mira@shop.example", "--operator", "--config", file.toString())
                .expect(Main.DONE);
        var listed = run("user", "list").out();
        assertTrue(listed.contains("\travi@shop.example\toperator\n"), listed);
        assertTrue(listed.contains("\tmira@shop.example\toperator\n"), listed);
        assertTrue(listed.contains("\tasha@shop.example\t1000298:agent\n"), listed);
        for (var typed : List.of(List.of("--cm-id", "1000298"), List.of("--role", "agent"))) {
            var refused = Outcome.ofAll(
                    List.of("user", "create", "x@shop.example", "--operator", "--data", folder.toString()), typed);
            assertTrue(refused.expect(2).err().contains("leave out role and cmId"), refused::err);
        }
    }

    /** An operator resets a person whose password or link somebody else may have. */
    @Test
    void afterAResetOnlyTheNewLinkWorks() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        var first = run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        choosePassword("asha@shop.example");
        var reset = run("user", "reset", "asha@shop.example");
        assertEquals("", hash("asha@shop.example"));
        assertFalse(isPending(first.out()));
        assertTrue(isPending(reset.out()), reset.out() + reset.err());
    }

    private void choosePassword(String email) {
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            stores.database().run(transaction -> {
                var known = PersonStore.find(transaction, email).orElseThrow();
                PersonStore.setHash(transaction, known.person().id(), TestPassword.HASH);
            });
        }
    }

    private String hash(String email) {
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            return stores.database()
                    .read(transaction -> PersonStore.find(transaction, email))
                    .orElseThrow()
                    .hash();
        }
    }

    private boolean isPending(String link) {
        var digest = Secrets.digest(link.strip().replace("/console/link/", ""));
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            return stores.database()
                    .read(transaction -> LinkStore.find(transaction, digest, Instant.now()))
                    .isPresent();
        }
    }

    /**
     * If a person with an unused link gets a role in another account, a new link replaces the first one, which may be
     * in the hands of somebody who should not get into the second account.
     */
    @Test
    void aRoleInAnotherAccountReplacesAnUnusedLink() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("account", "create", "--cm-id", "2000596", "--name", "Other Traders");
        var first = run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        assertEquals(
                "",
                run("user", "create", "asha@shop.example", "--cm-id", "1000298", "--role", "agent")
                        .out());
        assertTrue(isPending(first.out()), "another role in the same account changes no link");
        var second = run("user", "create", "asha@shop.example", "--cm-id", "2000596");
        assertFalse(isPending(first.out()));
        assertTrue(isPending(second.out()), second.out() + second.err());
    }

    /**
     * The command makes another link for a member who has no password and whose link has expired. Otherwise it would
     * succeed and keep the person out. The other link lets its holder into both accounts, so both audits have it.
     */
    @Test
    void aMemberWithoutPasswordAndLinkGetsAnotherLink() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("account", "create", "--cm-id", "2000596", "--name", "Other Traders");
        run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        var first = run("user", "create", "asha@shop.example", "--cm-id", "2000596");
        var waiting = run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        assertEquals("", waiting.out());
        assertTrue(waiting.err().contains("a link that waits, stays"), waiting.err());
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            stores.database()
                    .run(transaction -> transaction
                            .update("UPDATE person_link SET expires_at = 1")
                            .execute());
        }
        assertFalse(isPending(first.out()));
        var second = run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        assertTrue(isPending(second.out()), second.out() + second.err());
        assertTrue(second.err().contains("The person can now choose a password by this link."), second.err());
        for (var cmId : List.of(1_000_298, 2_000_596)) {
            assertEquals(
                    List.of("CREATE_ACCOUNT", "ADD_PERSON", "RESET_PERSON", "RESET_PERSON"),
                    audit(cmId).stream().map(entry -> entry.action().name()).toList(),
                    "account " + cmId);
        }
    }

    @Test
    void aRoleStaysUnlessAnotherIsGiven() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("user", "create", "asha@shop.example", "--cm-id", "1000298", "--role", "owner");
        choosePassword("asha@shop.example");
        run("user", "create", "asha@shop.example", "--cm-id", "1000298");
        assertTrue(run("user", "list").out().contains("\t1000298:owner"));
        run("user", "create", "asha@shop.example", "--cm-id", "1000298", "--role", "viewer");
        assertTrue(run("user", "list").out().contains("\t1000298:viewer"));
        assertEquals(
                List.of("CREATE_ACCOUNT", "ADD_PERSON", "CHANGE_ROLE"),
                audit(1_000_298).stream().map(entry -> entry.action().name()).toList());
    }

    /** No other command changes a name. The new name is seen in each account of the person, so each audit has it. */
    @Test
    void aGivenNameReplacesThatOfAnExistingPerson() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("account", "create", "--cm-id", "2000596", "--name", "Other Traders");
        run("user", "create", "asha@shop.example", "--name", "Asha Rao", "--cm-id", "1000298");
        choosePassword("asha@shop.example");
        run("user", "create", "asha@shop.example", "--cm-id", "2000596");
        assertTrue(run("user", "list").out().contains("\tAsha Rao\t1000298:viewer,2000596:viewer"));
        for (var time = 0; time < 2; time++) {
            run("user", "create", "asha@shop.example", "--name", " Asha Iyer ", "--cm-id", "1000298");
            assertTrue(run("user", "list").out().contains("\tAsha Iyer\t1000298:viewer,2000596:viewer"));
        }
        for (var cmId : List.of(1_000_298, 2_000_596)) {
            assertEquals(
                    List.of("CREATE_ACCOUNT", "ADD_PERSON", "RENAME_PERSON"),
                    audit(cmId).stream().map(entry -> entry.action().name()).toList(),
                    "account " + cmId);
        }
    }

    /**
     * A name adds no lines or columns to the list and does not control the terminal, because an owner of an account may
     * choose any name.
     */
    @Test
    void aNameAddsNoLineColumnOrControlCharacterToTheList() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        var name = "A\nB\r\tC\u001b[2J\u009b\u2028\u2029\u202eD";
        run("user", "create", "a@shop.example", "--operator", "--name", name);
        assertEquals(
                "a@shop.example\tactive\tA B  C [2J    D\toperator" + System.lineSeparator(),
                run("user", "list").out().replaceFirst("\\A[0-9]+\t", ""));
        var json = run("user", "list", "--json").out();
        assertTrue(json.contains("\"name\":\"A\\nB\\r\\tC\\u001B[2J"), json);
    }

    @Test
    void aPersonWithoutAnyRoleIsAddedAsNew() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        run("user", "create", "asha@shop.example", "--name", "Whoever", "--cm-id", "1000298");
        choosePassword("asha@shop.example");
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            stores.database().run(transaction -> {
                var known = PersonStore.find(transaction, "asha@shop.example").orElseThrow();
                MembershipStore.remove(transaction, 1_000_298, known.person().id());
            });
        }
        failed("already", "user", "create", "asha@shop.example", "--operator");
        var added = run("user", "create", "asha@shop.example", "--name", "Asha Rao", "--cm-id", "1000298");
        assertTrue(isPending(added.out()), added.out() + added.err());
        assertEquals("", hash("asha@shop.example"));
        assertTrue(run("user", "list").out().contains("\tAsha Rao\t1000298:viewer"));
    }

    private List<AuditEntry> audit(long cmId) {
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        try (var stores = Stores.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            var entries = new ArrayList<>(
                    stores.database().read(transaction -> AuditStore.before(transaction, cmId, newest, 0, 10)));
            Collections.reverse(entries);
            return entries;
        }
    }

    @Test
    void aRefusedUserCommandNamesItsReason() {
        run("account", "create", "--cm-id", "1000298", "--name", "Example Traders");
        refused("expected an e-mail", "user", "create", "asha", "--cm-id", "1000298");
        refused(
                "expected one of viewer, agent",
                "user",
                "create",
                "a@shop.example",
                "--cm-id",
                "1000298",
                "--role",
                "x");
        refused("--operator", "user", "create", "a@shop.example");
        refused("leave out role and cmId", "user", "create", "a@shop.example", "--operator", "--role", "viewer");
        refused("leave out role and cmId", "user", "create", "a@shop.example", "--operator", "--cm-id", "1000298");
        failed("no account 7", "user", "create", "a@shop.example", "--cm-id", "7");
        failed("nobody with this e-mail", "user", "reset", "a@shop.example");
        failed("nobody with this e-mail", "user", "disable", "a@shop.example");
        assertFalse(run("user", "list").out().contains("@"), "nobody was added");
    }

    private void refused(String reason, String... arguments) {
        ends(2, reason, arguments);
    }

    private void failed(String reason, String... arguments) {
        ends(1, reason, arguments);
    }

    private void ends(int code, String reason, String... arguments) {
        var result = run(arguments);
        assertEquals(code, result.code(), result.err());
        assertTrue(result.err().contains(reason), result.err());
    }
}
