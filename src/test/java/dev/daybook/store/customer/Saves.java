package dev.daybook.store.customer;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.Map;

/** Simple writes of customers, for tests in which only their time and number matter. */
final class Saves {
    private Saves() {}

    /** A new customer if the id is 0, otherwise a new name for that customer. */
    static CustomerChange named(long id, String name) {
        return CustomerChange.ofTexts(
                id, false, Map.of(ProfileField.NAME, name, ProfileField.EMAIL, "someone@mail.example"));
    }

    /** Saves the customer. Returns its id. */
    static long save(Stores stores, Transaction transaction, Account account, long id, Instant now) {
        return stores.customers()
                .save(transaction, account, named(id, "At " + now), now)
                .id();
    }

    /** Saves the customer in a transaction of its own. Returns its id. */
    static long save(Stores stores, Account account, long id, Instant now) {
        return stores.database().write(transaction -> save(stores, transaction, account, id, now));
    }
}
