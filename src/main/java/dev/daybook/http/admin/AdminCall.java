package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.admin.AdminJson;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of an operation of the admin API, by a request or by a command.
 *
 * @param parameters the values of the parameters in its path and query
 * @param body its body; empty if it has none
 * @param audit writes the audit lines of the call
 * @param announced receives an answer with a secret, so that a command can print the secret before it is stored
 */
public record AdminCall(
        Map<String, String> parameters, byte[] body, Audit audit, Consumer<Object> announced, Instant now) {
    private static final byte[] NO_FIELDS = {'{', '}'};

    /** Writes a line of the audit in the transaction of the change. */
    public interface Audit {
        /** Writes the line; {@code cmId} is 0 if the line concerns no account. */
        void write(Transaction transaction, long cmId, AuditAction action, long recordId);
    }

    /** The body as a record. A missing body counts as an object without fields. */
    <T extends Record> T body(Class<T> type) {
        return AdminJson.read(body.length == 0 ? NO_FIELDS : body, type);
    }

    /** A parameter of the path or the query; empty if missing. */
    String word(String name) {
        return parameters.getOrDefault(name, "");
    }

    /**
     * A number in the path. Negative numbers are accepted, although no account or key has one: the caller then gets the
     * message that there is no such account or key, as with a command.
     *
     * @throws dev.daybook.domain.ProblemException NO_SUCH_PATH if the parameter is not a whole number of at most 64
     *     bits
     */
    long number(String name) {
        var word = word(name);
        try {
            if (word.matches("-?[0-9]+")) {
                return Long.parseLong(word);
            }
        } catch (NumberFormatException tooLarge) {
            // The number is refused below.
        }
        throw Problem.NO_SUCH_PATH.because(
                "Not Found - " + name + " in the path must be a whole number of at most 64 bits");
    }

    /** The number of the account in the path. */
    long cmId() {
        return number("cmId");
    }

    /**
     * The account of the path.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the account does not exist
     */
    Account account(Transaction transaction) {
        return account(transaction, cmId());
    }

    /**
     * The account with this number.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the account does not exist
     */
    static Account account(Transaction transaction, long cmId) {
        return AccountStore.find(transaction, cmId)
                .orElseThrow(() -> Problem.REFERENCE_UNKNOWN.because(
                        "there is no account " + cmId + "; 'daybook account create' makes one"));
    }

    /**
     * Locks the settings of the account of the path, and returns the account, as {@link #account} does. Until the
     * transaction ends, the account cannot be erased, and other changes of its settings wait.
     */
    Account locked(Transaction transaction) {
        AccountStore.lockSettings(transaction, cmId());
        return account(transaction);
    }

    /**
     * Creates a value from fields of the call. An {@link IllegalArgumentException} becomes a refusal, because here it
     * is the caller's mistake; anywhere else it is a defect of Daybook.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the value is not valid
     */
    static <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException wrong) {
            throw Problem.INVALID_VALUE.because(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * How long a replaced key or secret continues to work.
     *
     * @param text the value in the body, null if missing
     * @param usual the default
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the value is not a duration of at most {@code
     *     maxDays} days
     */
    static Duration overlap(@Nullable String text, Duration usual, int maxDays) {
        try {
            var overlap = text == null ? usual : Duration.parse(text);
            if (!overlap.isNegative() && overlap.compareTo(Duration.ofDays(maxDays)) <= 0) {
                return overlap;
            }
        } catch (DateTimeParseException malformed) {
            // The text is refused below, with a message that says what was expected.
        }
        throw Problem.INVALID_VALUE.because("overlap: expected PT0S to P" + maxDays + "D");
    }

    /**
     * Writes a line of the audit about the account of the path.
     *
     * @param recordId the id or number of what the action changed, such as a key or a ticket; 0 if it has none
     */
    void audited(Transaction transaction, AuditAction action, long recordId) {
        audit.write(transaction, cmId(), action, recordId);
    }

    /** Writes a line of the audit about the deployment. */
    void auditedForAll(Transaction transaction, AuditAction action) {
        audit.write(transaction, 0, action, 0);
    }
}
