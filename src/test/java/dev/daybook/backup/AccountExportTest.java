package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.backup.StoredColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The export of an account has the audit that the account's people see in the console. */
class AccountExportTest {
    private static final long CM_ID = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void anExportLeavesOutTheAuditOfADeletedAccountWithTheSameNumber(TestDatabase database) throws IOException {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, CM_ID);
            write(stores, CM_ID, AuditAction.ADD_PERSON, AuditAction.LOOK_AT_CUSTOMER);
            write(stores, CM_ID + 1, AuditAction.CREATE_ACCOUNT, AuditAction.CREATE_KEY);
            // The line about the creation of an account is missing if it was deleted as too old.
            assertEquals(List.of("ADD_PERSON", "LOOK_AT_CUSTOMER"), exported(stores, "one.tar"));
            write(stores, CM_ID, AuditAction.CREATE_ACCOUNT, AuditAction.CREATE_KEY);
            assertEquals(List.of("CREATE_ACCOUNT", "CREATE_KEY"), exported(stores, "two.tar"));
        }
    }

    private static void write(Stores stores, long cmId, AuditAction... actions) {
        stores.database().run(transaction -> {
            for (var action : actions) {
                stores.audit().write(transaction, new Act(cmId, 1, "127.0.0.1", Instant.now()), action, cmId);
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
