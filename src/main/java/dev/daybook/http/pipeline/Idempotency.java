package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.store.Database;
import dev.daybook.store.IdempotencyStore;
import dev.daybook.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does a write once, however often it is sent with the same {@code Idempotency-Key}. The first answer is kept in the
 * transaction of the write itself, so that both happen or neither. A refusal is kept too, in a transaction of its own:
 * it changed nothing.
 */
public final class Idempotency {
    private static final int MAX_KEY = 255;

    private final Database database;
    private final IdempotencyStore store;
    private final Failures failures;
    private final Clock clock;

    /** Joins where answers are kept. */
    public Idempotency(Database database, IdempotencyStore store, Failures failures, Clock clock) {
        this.database = database;
        this.store = store;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * What a write did.
     *
     * @param aboutId the customer that it was about, or the record if it is of no customer: with it the answer is
     *     erased; ids are unique whatever they are of
     * @param answer makes the answer to it: within the transaction only if it is kept there, for others wait for that to end
     */
    public record Written(long aboutId, Supplier<Answer> answer) {}

    /**
     * The answer to the write: the first one, if it came before.
     *
     * @param write reads the request and gives what to do within a transaction
     */
    public Answer once(Call call, Supplier<Function<Transaction, Written>> write) {
        var request = request(call);
        if (request.isEmpty()) {
            return database.write(call.operation(), write.get()).answer().get();
        }
        try {
            var work = write.get();
            return database.write(call.operation(), transaction -> {
                var first = first(transaction, request.get());
                return first.isPresent() ? first.get() : keep(transaction, request.get(), work.apply(transaction));
            });
        } catch (ProblemException refusal) {
            if (refusal.problem() == Problem.UNAVAILABLE) {
                throw refusal;
            }
            return database.write(call.operation(), transaction -> {
                var first = first(transaction, request.get());
                return first.isPresent()
                        ? first.get()
                        : keep(transaction, request.get(), new Written(0, () -> failures.answer(refusal)));
            });
        }
    }

    private Optional<Answer> first(Transaction transaction, IdempotencyStore.Request request) {
        return store.claim(transaction, request, clock.instant()).map(first -> {
            if (!Arrays.equals(first.bodyDigest(), request.bodyDigest())) {
                return failures.answer(Problem.CONFLICT.because(
                        "This Idempotency-Key was used with another body; use a new key for a new request"));
            }
            return new Answer(first.status(), first.body(), Map.of(), 0);
        });
    }

    private Answer keep(Transaction transaction, IdempotencyStore.Request request, Written written) {
        var answer = written.answer().get();
        store.keep(
                transaction,
                request,
                written.aboutId(),
                answer.status(),
                answer.body().joined());
        return answer;
    }

    private static Optional<IdempotencyStore.Request> request(Call call) {
        return call.idempotencyKey().map(key -> {
            if (key.isBlank() || key.length() > MAX_KEY) {
                throw Problem.INVALID_VALUE.because("Idempotency-Key: expected 1 to " + MAX_KEY + " characters");
            }
            var apiKey = call.caller().key();
            return new IdempotencyStore.Request(
                    apiKey.cmId(), apiKey.id(), digest(key.getBytes(StandardCharsets.UTF_8)), digest(call.body()));
        });
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
