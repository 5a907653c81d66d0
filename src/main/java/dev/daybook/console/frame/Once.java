package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.IdempotencyStore;
import java.util.Arrays;
import java.util.Optional;

/**
 * Idempotency of forms: a form that is sent twice takes effect once, as with an {@code Idempotency-Key} of the API. A
 * form that somebody corrects before sending it again is a different form, and takes effect, too.
 */
public final class Once {
    private static final byte[] NO_BODY = new byte[0];
    private static final int LONGEST = 100;

    /**
     * No instances: the digests of the forms that were sent are in the database, in the table of the API's idempotency
     * keys.
     */
    private Once() {}

    /**
     * Whether a form is sent for the first time with its current values. Once the transaction is committed, later calls
     * for the same form and values return false, for 24 hours. A form with other values counts as a new form. So use
     * this method only in two cases: other values mean another change, such as a second reply to a ticket; or the
     * caller refuses a form whose data has changed since the form was opened. Always true if the random word of the
     * form, its field {@code _once}, is missing or too long.
     *
     * @throws FailurePage.Refused if the person has lost the right that the page needs
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static boolean isFirst(Transaction transaction, Visit visit) {
        return claim(transaction, visit, content(visit), NO_BODY).isEmpty();
    }

    /**
     * Like {@link #isFirst}, for a form that adds a record. Refuses a form that is sent again with other values: only
     * its sender knows whether these values are a correction or one more record.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE; CONFLICT if the form is stored with other values
     */
    public static boolean isFirstToAdd(Transaction transaction, Visit visit) {
        var content = content(visit);
        var first = claim(transaction, visit, Secrets.digest(word(visit)), content);
        if (first.filter(stored -> !Arrays.equals(stored.bodyDigest(), content)).isPresent()) {
            throw Problem.CONFLICT.because(visit.t("error.sent.before"));
        }
        return first.isEmpty();
    }

    private static Optional<IdempotencyStore.FirstAnswer> claim(
            Transaction transaction, Visit visit, byte[] key, byte[] body) {
        // All writes lock the account before they claim a key.
        AccountStore.holdNow(transaction, visit.cmId());
        visit.checkRight(transaction);
        if (word(visit).isEmpty() || word(visit).length() > LONGEST) {
            return Optional.empty();
        }
        // The person's id is negated, so that it differs from the id of every API key.
        var request = new IdempotencyStore.Request(visit.cmId(), -visit.personId(), key, body);
        return IdempotencyStore.claim(transaction, request, visit.now());
    }

    private static String word(Visit visit) {
        return visit.form("_once");
    }

    /** The digest of a form's random word and values. The word is not stored, so the digest reveals no values. */
    private static byte[] content(Visit visit) {
        return Secrets.digest(word(visit) + " " + SentForm.content(visit.context()));
    }
}
