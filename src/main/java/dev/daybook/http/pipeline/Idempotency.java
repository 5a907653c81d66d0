package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Sha256;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.wire.Request;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes a write once, however often it is sent with the same {@code Idempotency-Key}. The status and the body of the
 * first answer are stored in the transaction of the write, for 24 hours. A refusal is stored too, in its own
 * transaction, because its write was rolled back. Only UNAVAILABLE and ACCOUNT_GONE are not stored.
 */
public final class Idempotency {
    private static final int MAX_KEY = 255;

    private final Database database;
    private final Clock clock;

    public Idempotency(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The result of a write.
     *
     * @param about the customer and the ticket that the answer is about
     * @param answer builds the answer. If the answer is stored, it is built within the transaction; otherwise after the
     *     commit, so that other writers, which wait for the transaction, need not wait for the answer
     */
    public record Written(IdempotencyStore.About about, Supplier<Answer> answer) {}

    /**
     * Executes the write and returns its answer. If an earlier request had the same idempotency key, returns the stored
     * answer instead, or CONFLICT if that request had another body or operation.
     *
     * @param decode decodes the body; its refusals are stored too
     * @param write writes the decoded request, as a unit of work
     */
    public <T> Answer once(
            Call call, Function<byte[], Request<T>> decode, BiFunction<Transaction, Request<T>, Written> write) {
        var keyed = keyed(call);
        if (keyed.isEmpty()) {
            var request = call.request(decode);
            return database.write(call.operation(), transaction -> write.apply(transaction, request))
                    .answer()
                    .get();
        }
        try {
            var request = call.request(decode);
            return once(call, keyed.get(), transaction -> write.apply(transaction, request));
        } catch (ProblemException refusal) {
            if (refusal.problem() == Problem.UNAVAILABLE || refusal.problem() == Problem.ACCOUNT_GONE) {
                throw refusal;
            }
            return once(
                    call,
                    keyed.get(),
                    transaction -> new Written(IdempotencyStore.About.NOBODY, () -> Failures.answer(refusal)));
        }
    }

    private Answer once(Call call, IdempotencyStore.Request request, Function<Transaction, Written> work) {
        return database.write(call.operation(), transaction -> {
            var account = AccountStore.hold(transaction, request.cmId());
            var first = first(transaction, request);
            // Throws if the account is gone. Nothing else checks this if the answer is a refusal, because a refusal
            // writes no record.
            var unused = account.get();
            return first.isPresent() ? first.get() : keep(transaction, request, work.apply(transaction));
        });
    }

    private Optional<Answer> first(Transaction transaction, IdempotencyStore.Request request) {
        return IdempotencyStore.claim(transaction, request, clock.instant()).map(first -> {
            if (!Arrays.equals(request.bodyDigest(), first.bodyDigest())) {
                return Failures.answer(
                        Problem.CONFLICT.because(
                                "This Idempotency-Key was used with another body or operation; use a new key for a new request"));
            }
            return new Answer(first.status(), first.body(), Map.of(), 0);
        });
    }

    private Answer keep(Transaction transaction, IdempotencyStore.Request request, Written written) {
        var answer = written.answer().get();
        IdempotencyStore.keep(
                transaction,
                request,
                written.about(),
                answer.status(),
                answer.body().joined());
        return answer;
    }

    private static Optional<IdempotencyStore.Request> keyed(Call call) {
        return call.idempotencyKey().map(key -> {
            if (key.isBlank() || key.length() > MAX_KEY) {
                throw Problem.INVALID_VALUE.because("Idempotency-Key: expected 1 to " + MAX_KEY + " characters");
            }
            var apiKey = call.caller().key();
            return new IdempotencyStore.Request(apiKey.cmId(), apiKey.id(), Sha256.of(key), content(call));
        });
    }

    /**
     * The digest of the operation and the body of a call. Without the operation in it, another operation with the same
     * body would get the answer of the first one.
     */
    private static byte[] content(Call call) {
        return Sha256.of((call.operation() + "\n").getBytes(StandardCharsets.UTF_8), call.body());
    }
}
