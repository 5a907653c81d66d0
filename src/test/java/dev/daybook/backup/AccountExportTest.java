package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestPassword;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.backup.StoredColumn;
import dev.daybook.store.person.AuthorNames;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The export of an account has the audit that the account's people see in the console, and the people in it. */
class AccountExportTest {
    private static final long CM_ID = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void anExportLeavesOutTheAuditOfADeletedAccountWithTheSameNumber(TestDatabase database) throws IOException {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, CM_ID);
            write(stores, CM_ID, 1, AuditAction.ADD_PERSON, AuditAction.LOOK_AT_CUSTOMER);
            write(stores, CM_ID + 1, 1, AuditAction.CREATE_ACCOUNT, AuditAction.CREATE_KEY);
            // The line about the creation of an account is missing if it was deleted as too old.
            assertEquals(List.of("ADD_PERSON", "LOOK_AT_CUSTOMER"), exported(stores, "one.tar"));
            write(stores, CM_ID, 1, AuditAction.CREATE_ACCOUNT, AuditAction.CREATE_KEY);
            assertEquals(List.of("CREATE_ACCOUNT", "CREATE_KEY"), exported(stores, "two.tar"));
        }
    }

    /**
     * In a database that is restored from the export, the history of tickets and the audit name the people of the
     * account. But these cannot log in, and can be added as new people, also as operators.
     */
    @ParameterizedTest
    @EnumSource
    void anExportHasThePeopleOfTheAccountAsFormerPeople(TestDatabase database) {
        var other = database == TestDatabase.SQLITE ? TestDatabase.POSTGRESQL : TestDatabase.SQLITE;
        try (var stores = Stores.open(database.create());
                var restored = Stores.open(other.create())) {
            TestFaq.account(stores, CM_ID);
            var deleted = add(stores, "Deleted", false);
            var author = add(stores, "Author", true);
            var auditor = add(stores, "Auditor", false);
            var member = add(stores, "Member", false);
            var stranger = add(stores, "Stranger", false);
            write(stores, CM_ID, deleted.id(), AuditAction.LOOK_AT_CUSTOMER);
            write(stores, CM_ID, auditor.id(), AuditAction.CREATE_ACCOUNT);
            write(stores, CM_ID + 1, stranger.id(), AuditAction.LOOK_AT_CUSTOMER);
            stores.database().run(transaction -> {
                MembershipStore.put(transaction, CM_ID, member.id(), Role.OWNER);
                transaction.update("""
                        INSERT INTO ticket_event
                        (cm_id, ticket_id, id, created_at, kind, status, sub_status, remark, person_id, key_id)
                        VALUES (:cmId, 1, 2, 3, 'RESPONSE', 'P', '', 'Called', :personId, 0)""", CM_ID).bind("personId", author.id()).execute();
            });

            restore(stores, restored.database());

            var names = "SELECT name FROM person WHERE password = '' AND operator = 0 AND disabled = 1 ORDER BY name";
            assertEquals(List.of("Auditor", "Author", "Member"), StoredValues.texts(restored.database(), names));
            assertEquals(3, StoredValues.count(restored.database(), "person"));
            restored.database().run(transaction -> {
                var writer = Author.person(author.id());
                assertEquals(Map.of(writer, "Author"), AuthorNames.of(transaction, CM_ID, List.of(writer)));
                var newest = new PagePosition(Instant.MAX, 0);
                assertEquals(
                        List.of("auditor@shop.example"),
                        AuditStore.before(transaction, CM_ID, newest, 0, 10).stream()
                                .map(AuditEntry::who)
                                .toList());
                assertTrue(PersonStore.isEmpty(transaction), "a start prints the link for the first operator");
                assertEquals(List.of(), PersonStore.list(transaction));
                assertEquals(List.of(), MembershipStore.members(transaction, CM_ID));
            });
            assertNotEquals(author.id(), add(restored, "Author", true).id());
        }
    }

    /** Adds a person with a password. */
    private static Person add(Stores stores, String name, boolean operator) {
        return stores.database().write(transaction -> {
            var email = name.toLowerCase(Locale.ROOT) + "@shop.example";
            var person = PersonStore.add(transaction, email, name, operator, Instant.EPOCH)
                    .orElseThrow();
            PersonStore.setHash(transaction, person.id(), TestPassword.HASH);
            return person;
        });
    }

    private void restore(Stores from, Database into) {
        var file = new Backup(from.database(), "test", Clock.systemUTC())
                .writeAccount(folder.resolve("people.tar"), CM_ID)
                .file();
        try (var restore = new Restore(file)) {
            restore.into(into, Instant.now());
        }
    }

    private static void write(Stores stores, long cmId, long personId, AuditAction... actions) {
        stores.database().run(transaction -> {
            for (var action : actions) {
                AuditStore.write(transaction, new Act(cmId, personId, "127.0.0.1", Instant.now()), action, cmId);
            }
        });
    }

    /** The actions of the audit in an export of the account. */
    private List<String> exported(Stores stores, String name) throws IOException {
        var written =
                new Backup(stores.database(), "test", Clock.systemUTC()).writeAccount(folder.resolve(name), CM_ID);
        try (var archive = new ArchiveReader(written.file())) {
            var audit = archive.manifest().tables().stream()
                    .filter(table -> table.name().equals("audit"))
                    .findFirst()
                    .orElseThrow();
            var column =
                    audit.columns().stream().map(StoredColumn::name).toList().indexOf("action");
            var actions = new ArrayList<String>();
            for (var part : archive.manifest().parts()) {
                if (part.table().equals(audit.name())) {
                    archive.rows(part, audit).forEach(row -> actions.add(String.valueOf(row[column])));
                }
            }
            return actions;
        }
    }
}
