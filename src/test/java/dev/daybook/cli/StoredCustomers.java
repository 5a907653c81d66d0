package dev.daybook.cli;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** The data of account 7 in a database, for tests of commands. Each call opens the database again. */
final class StoredCustomers {
    static final long CM_ID = 7;

    private StoredCustomers() {}

    static void addAccount(String url) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var account = new Account(CM_ID, "Test", ZoneId.of("America/New_York"), "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
        }
    }

    static int count(String url) {
        return count(url, RecordKind.CUSTOMER);
    }

    static int count(String url, RecordKind kind) {
        return all(url, kind).size();
    }

    /** The documents of all records of a kind, one after the other. */
    static String documents(String url, RecordKind kind) {
        return String.join("\n", all(url, kind));
    }

    private static List<String> all(String url, RecordKind kind) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return StoredRecords.texts(stores.database(), CM_ID, kind);
        }
    }

    /** The associate fields of the account's customers. */
    static List<String> associates(String url) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return StoredValues.texts(stores.database(), "SELECT name || '=' || value FROM associate_field ORDER BY 1");
        }
    }

    /** Name, code and e-mail of the account's employees. */
    static List<String> employees(String url) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return StoredValues.texts(
                    stores.database(), "SELECT name || '|' || code || '|' || email FROM employee ORDER BY email");
        }
    }

    /** The document of the customer with this e-mail. */
    static String find(String url, String email) {
        var query = new CustomerQuery(0, email, "");
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var found = stores.database().read(transaction -> stores.customers().find(transaction, CM_ID, query));
            return new String(found.orElseThrow(), StandardCharsets.UTF_8);
        }
    }
}
