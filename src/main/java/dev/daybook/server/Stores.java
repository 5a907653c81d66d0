package dev.daybook.server;

import dev.daybook.domain.account.Account;
import dev.daybook.store.AccountStore;
import dev.daybook.store.ApiKeyStore;
import dev.daybook.store.CustomerChanges;
import dev.daybook.store.CustomerLoad;
import dev.daybook.store.CustomerPages;
import dev.daybook.store.CustomerProof;
import dev.daybook.store.CustomerStore;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.DocumentTable;
import dev.daybook.store.IdempotencyStore;
import dev.daybook.store.ListStore;
import dev.daybook.store.Rerenderer;
import dev.daybook.store.Transaction;
import dev.daybook.wire.CustomerJson;

/**
 * The database and everything that asks it, made once for a server or a command. Here wire and store meet: the store
 * gets the function that renders documents.
 *
 * @param database the opened database
 * @param accounts the accounts
 * @param apiKeys their keys
 * @param lists their lists
 * @param customers their customers
 * @param customerPages the pulls of customers
 * @param customerProof what a copy of them is compared with
 * @param customerChanges the feed of their changes
 * @param idempotency the answers to repeatable writes
 * @param documents the customers' documents
 */
public record Stores(
        Database database,
        AccountStore accounts,
        ApiKeyStore apiKeys,
        ListStore lists,
        CustomerStore customers,
        CustomerPages customerPages,
        CustomerProof customerProof,
        CustomerChanges customerChanges,
        IdempotencyStore idempotency,
        DocumentTable documents)
        implements AutoCloseable {
    /** Opens a database, making and migrating it where that is needed. */
    public static Stores open(DatabaseUrl url) {
        var database = Database.open(url);
        var lists = new ListStore();
        var documents = new DocumentTable(CustomerJson::render, CustomerJson.FORMAT);
        return new Stores(
                database,
                new AccountStore(),
                new ApiKeyStore(),
                lists,
                new CustomerStore(lists, documents),
                new CustomerPages(),
                new CustomerProof(),
                new CustomerChanges(),
                new IdempotencyStore(),
                documents);
    }

    /** A load of many customers within a transaction. */
    public CustomerLoad load(Transaction transaction, Account account) {
        return new CustomerLoad(lists, documents, transaction, account);
    }

    /** What renders documents again. */
    public Rerenderer renderer() {
        return new Rerenderer(database, documents);
    }

    @Override
    public void close() {
        database.close();
    }
}
