package dev.daybook.console.frame;

import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.IdempotencyStore;

/** Idempotency of forms: a form that is sent twice takes effect once, as with an {@code Idempotency-Key} of the API. */
public final class Once {
    private static final byte[] NO_BODY = new byte[0];
    private static final int LONGEST = 100;

    /** Also holds the idempotency keys of the API. */
    private final IdempotencyStore store = new IdempotencyStore();

    /**
     * Whether a form is sent for the first time. Once the transaction is committed, later calls return false.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public boolean isFirst(Transaction transaction, Visit visit) {
        // Before the word, in the order of all writes.
        AccountStore.holdNow(transaction, visit.cmId());
        var word = visit.form("_once");
        if (word.isEmpty() || word.length() > LONGEST) {
            return true;
        }
        // The person's id is negated, so that it differs from the id of every API key.
        var request = new IdempotencyStore.Request(visit.cmId(), -visit.personId(), Secrets.digest(word), NO_BODY);
        return store.claim(transaction, request, visit.now()).isEmpty();
    }
}
