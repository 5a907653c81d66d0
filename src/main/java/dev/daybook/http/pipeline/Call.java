package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.FreeText;
import dev.daybook.wire.Request;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * An authorized request: its caller is known and has the scope of the operation.
 *
 * @param caller who sent it
 * @param operation the name of the operation
 * @param body its body, unchanged
 * @param idempotencyKey its {@code Idempotency-Key}, if any
 * @param older whether it came on an older path of the operation
 * @param gzip whether its answer may be compressed with gzip
 * @param memory reserves memory for its answer, in bytes, in addition to what the request already has; throws
 *     UNAVAILABLE if too much is in use. A handler whose answer may be larger than a page reserves memory before it
 *     makes the answer. After the answer is made, only the memory of the answer itself stays reserved
 */
public record Call(
        Caller caller,
        String operation,
        byte[] body,
        Optional<String> idempotencyKey,
        boolean older,
        boolean gzip,
        LongConsumer memory) {
    /** The account of the caller. */
    public Account account() {
        return caller.account();
    }

    /**
     * The decoded body.
     *
     * @throws dev.daybook.domain.ProblemException FORBIDDEN if it names another account
     */
    public <T> Request<T> request(Function<byte[], Request<T>> decode) {
        var request = decode.apply(body);
        Request.checkAccount(request.cmId(), account().cmId());
        return request;
    }

    /** Whether the caller has a masking key. */
    public boolean masks() {
        return caller.key().masking();
    }

    /**
     * Refuses a lookup by which a caller with a masking key could find out who has a certain phone or e-mail.
     *
     * @param isHidden whether the request searches for a value that masking hides
     */
    public void checkLookup(boolean isHidden) {
        if (isHidden && masks()) {
            throw Problem.FORBIDDEN.because(
                    "Forbidden - this key is masking, and may not look for phones, e-mails or values that look like one");
        }
    }

    /**
     * Refuses names of associate fields that look like a phone or an e-mail, if the caller has a masking key. By such
     * names the caller could find out which fields a record has: a record with the maximum number of fields accepts
     * only the names that it already has.
     */
    public void checkOwnNames(Stream<String> names) {
        if (masks() && names.anyMatch(FreeText::isHidden)) {
            throw Problem.FORBIDDEN.because(
                    "Forbidden - this key is masking, and may not name own fields by what looks like a phone or an e-mail");
        }
    }
}
