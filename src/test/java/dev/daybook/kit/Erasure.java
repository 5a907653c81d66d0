package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.erasure.UntaggedTickets;
import java.time.Instant;
import java.util.List;

/** Erases a customer within a transaction that has begun already. */
public final class Erasure {
    private Erasure() {}

    /**
     * Erases the customer. Reads the {@linkplain UntaggedTickets untagged tickets} in another transaction, which does
     * not see the changes of {@code transaction}. The erasure itself must find the tickets that belong to the customer
     * only because of these changes.
     *
     * @return false if there is no such customer
     */
    public static boolean erase(Stores stores, Transaction transaction, Account account, long id, Instant now) {
        var untagged = stores.database().read(reading -> UntaggedTickets.read(reading, account.cmId(), List.of(id)));
        return stores.eraseCustomer()
                .erase(transaction, account, List.of(id), untagged, now)
                .customers()
                .contains(id);
    }
}
