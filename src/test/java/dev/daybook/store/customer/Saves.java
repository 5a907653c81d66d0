package dev.daybook.store.customer;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.Map;

/** The plainest writes of customers, for tests that care about when and how often, not what. */
final class Saves {
    private Saves() {}

    /** A new customer if the id is 0, else that customer with another name. */
    static CustomerChange named(long id, String name) {
        return CustomerChange.ofTexts(
                id, false, Map.of(ProfileField.NAME, name, ProfileField.EMAIL, "someone@mail.example"));
    }

    /** Saves such a customer; its id. */
    static long save(Stores stores, Transaction transaction, Account account, long id, Instant now) {
        return stores.customers()
                .save(transaction, account, named(id, "At " + now), now)
                .id();
    }

    /** The same in a transaction of its own. */
    static long save(Stores stores, Account account, long id, Instant now) {
        return stores.database().write(transaction -> save(stores, transaction, account, id, now));
    }
}
