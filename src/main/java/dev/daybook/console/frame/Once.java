package dev.daybook.console.frame;

import dev.daybook.store.Transaction;
import dev.daybook.store.account.IdempotencyStore;

/** Keeps a form that is sent twice from being done twice, as an Idempotency-Key does for a program. */
public final class Once {
    private static final byte[] NO_BODY = new byte[0];
    private static final int LONGEST = 100;

    /** Where the keys of programs are kept too. */
    private final IdempotencyStore store = new IdempotencyStore();

    /** Whether a form is sent for the first time; it is not from then on, if the transaction is committed. */
    public boolean isFirst(Transaction transaction, Visit visit) {
        var word = visit.form("_once");
        if (word.isEmpty() || word.length() > LONGEST) {
            return true;
        }
        // People have numbers below zero here, so that none is that of an API key.
        var request = new IdempotencyStore.Request(visit.cmId(), -visit.personId(), Secrets.digest(word), NO_BODY);
        return store.claim(transaction, request, visit.now()).isEmpty();
    }
}
