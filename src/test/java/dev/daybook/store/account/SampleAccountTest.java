package dev.daybook.store.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.kit.TestServer;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resets a sample account and compares all tables, including those of later versions. */
class SampleAccountTest {
    private final TestServer server = TestServer.startSandbox(Account.DEFAULT_ZONE);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResetRestoresEveryTable() {
        var before = rows();
        assertTrue(before.get("customer_document").size() == TestServer.SAMPLES, before::toString);
        fillEveryTable();
        var filled = rows();
        before.keySet().stream()
                .filter(table -> !table.equals("account"))
                .forEach(table -> assertNotEquals(before.get(table), filled.get(table), table + " has nothing new"));
        reset();
        assertEquals(before, rows());
        reset();
        assertEquals(before, rows());
    }

    @Test
    void aResetReusesTheIdsOfRecordsButNotOfKeys() {
        var first = added("9000000171");
        reset();
        assertEquals(first, added("9000000172"));
        reset();
        var key = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_WRITE), false, Instant.MAX);
        reset();
        assertNotEquals(first, added("9000000173"));
        assertEquals(
                200,
                server.post(Paths.SAVE_CUSTOMER, person("9000000174"), Map.of("Authorization", "Basic " + key))
                        .statusCode());
    }

    @Test
    void aResetKeepsTheIdsOfAdminKeys() {
        var tokens = new ArrayList<String>();
        for (var created = 0; created < 2; created++) {
            tokens.add(server.addAdminKey(Instant.MAX));
            reset();
        }
        for (var token : tokens) {
            var list = HttpRequest.newBuilder(server.adminUri(AdminOperation.LIST_ACCOUNTS.path(List.of())))
                    .header("Authorization", "Basic " + token)
                    .build();
            assertEquals(200, server.send(list).statusCode());
        }
        var keys = server.stores.database().read(AdminKeyStore::list);
        assertEquals(
                2, keys.stream().map(listed -> listed.key().id()).distinct().count());
    }

    @Test
    void aResetKeepsTheIdsOfKeysOfOtherAccounts() {
        var database = server.stores.database();
        database.write(
                transaction -> AccountStore.add(transaction, new Account(8, "Other", Account.DEFAULT_ZONE, "{}")));
        for (var created = 0; created < 2; created++) {
            server.addKey(8, EnumSet.of(Scope.CUSTOMERS_WRITE), false, Instant.MAX);
            reset();
        }
        var keys = database.read(transaction -> ApiKeyStore.list(transaction, 8));
        assertEquals(2, keys.stream().map(ApiKey::id).distinct().count());
    }

    @Test
    void aResetKeepsTheIdsOfRecordsOfOtherAccounts() {
        var other = new Account(8, "Other", Account.DEFAULT_ZONE, "{}");
        server.stores.database().write(transaction -> AccountStore.add(transaction, other));
        var key = server.addKey(8, EnumSet.of(Scope.CUSTOMERS_WRITE), false, Instant.MAX);
        for (var phone : List.of("9000000171", "9000000172", "9000000173")) {
            var added = server.post(Paths.SAVE_CUSTOMER, person(phone), Map.of("Authorization", "Basic " + key));
            assertEquals(200, added.statusCode(), added::body);
            reset();
        }
    }

    /**
     * An account is deleted, and after a reset a new account gets its number. The new account must not be shown the
     * audit of the deleted one.
     */
    @Test
    void aResetKeepsTheAuditOfADeletedAccountFromANewOne() {
        added("9000000171");
        create(8, AuditAction.CREATE_ACCOUNT, AuditAction.LOOK_AT_CUSTOMER);
        server.stores
                .database()
                .run(transaction -> transaction
                        .update("DELETE FROM account WHERE cm_id = :cmId", 8)
                        .execute());
        reset();
        create(8, AuditAction.CREATE_ACCOUNT);
        var newest = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);
        assertEquals(
                List.of(AuditAction.CREATE_ACCOUNT),
                server
                        .stores
                        .database()
                        .read(transaction ->
                                AuditStore.before(transaction, 8, newest, AuditStore.first(transaction, 8), 10))
                        .stream()
                        .map(AuditEntry::action)
                        .toList());
    }

    /** Adds an account, with lines of the audit. */
    private void create(long cmId, AuditAction... actions) {
        server.stores.database().run(transaction -> {
            AccountStore.add(transaction, new Account(cmId, "Other", Account.DEFAULT_ZONE, "{}"));
            for (var action : actions) {
                AuditStore.write(transaction, Act.ofCommand(cmId, Instant.now()), action, cmId);
            }
        });
    }

    /** Adds a row to each table that accounts own, with a number or a text in each column. */
    private void fillEveryTable() {
        server.stores.database().write(transaction -> {
            var handle = transaction.handle();
            for (var table : owned(handle)) {
                var names = new ArrayList<String>();
                var values = new ArrayList<String>();
                handle.createQuery("SELECT name, type FROM pragma_table_info(:table)")
                        .bind("table", table)
                        .map((row, context) -> {
                            names.add(row.getString(1));
                            values.add(value(row.getString(1), row.getString(2)));
                            return true;
                        })
                        .list();
                handle.execute("INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                        + String.join(", ", values) + ")");
            }
            handle.execute("UPDATE record_id SET next_id = next_id + 7");
            return true;
        });
    }

    private static String value(String name, String type) {
        if (name.equals("cm_id")) {
            return "1000298";
        }
        return switch (type) {
            case "TEXT" -> "'7'";
            case "BLOB" -> "x'07'";
            // Times are in the future: a background task of the server may delete rows whose time has passed.
            default -> name.endsWith("_at") || name.endsWith("_until") ? "9000000000000" : "7";
        };
    }

    private static List<String> owned(Handle handle) {
        return handle.createQuery("""
                        SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'cm_id'
                        WHERE t.type = 'table' AND t.name NOT IN ('account', 'api_key', 'membership', 'audit')""").mapTo(String.class).list();
    }

    /**
     * The rows of the tables that accounts own, except keys, memberships and audit; also the accounts and the id
     * counter.
     */
    private Map<String, List<String>> rows() {
        return server.stores.database().read(transaction -> {
            var all = new TreeMap<String, List<String>>();
            var tables = new ArrayList<>(owned(transaction.handle()));
            tables.addAll(List.of("account", "record_id"));
            tables.forEach(table -> all.put(table, rows(transaction.handle(), table)));
            return all;
        });
    }

    /** The rows of a table as texts. Change numbers are left out, because a reset does not set them back. */
    private static List<String> rows(Handle handle, String table) {
        return handle.createQuery("SELECT * FROM " + table)
                .map((row, context) -> {
                    var text = new StringBuilder();
                    for (var at = 1; at <= row.getMetaData().getColumnCount(); at++) {
                        var name = row.getMetaData().getColumnName(at);
                        if (!name.equals("changed_in") && !name.equals("changes_from")) {
                            text.append(name)
                                    .append('=')
                                    .append(row.getString(at))
                                    .append(' ');
                        }
                    }
                    return text.toString();
                })
                .list();
    }

    private long added(String phone) {
        return server.addCustomer("Ines", phone);
    }

    private static String person(String phone) {
        return "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"" + phone + "\"}}";
    }

    private void reset() {
        assertEquals(200, server.post(Paths.SANDBOX_RESET, "{}").statusCode());
    }
}
