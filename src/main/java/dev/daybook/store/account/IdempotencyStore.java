package dev.daybook.store.account;

import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.statement.RoundTrip;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** The answers to the first write with each idempotency key, kept for 24 hours. */
public final class IdempotencyStore {
    /** How long an answer is kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    /**
     * Stores a row, or replaces an expired one. PostgreSQL also locks an unexpired row, although it is not updated. So
     * nobody deletes this row before {@link #FIND} reads it.
     */
    private static final String CLAIM = """
            INSERT INTO idempotency
            (cm_id, api_key_id, key_digest, body_digest, customer_id, ticket_id, status, answer, created_at)
            VALUES (:cmId, :apiKeyId, :keyDigest, :bodyDigest, 0, 0, 0, :answer, :createdAt)
            ON CONFLICT (cm_id, api_key_id, key_digest) DO UPDATE SET body_digest = excluded.body_digest,
            customer_id = 0, ticket_id = 0, status = 0, answer = excluded.answer, created_at = excluded.created_at
            WHERE idempotency.created_at < :before RETURNING cm_id""";

    private static final String FIND = """
            SELECT body_digest, status, answer FROM idempotency
            WHERE cm_id = :cmId AND api_key_id = :apiKeyId AND key_digest = :keyDigest""";

    private static final String KEEP = """
            UPDATE idempotency
            SET customer_id = :customerId, ticket_id = :ticketId, status = :status, answer = :answer
            WHERE cm_id = :cmId AND api_key_id = :apiKeyId AND key_digest = :keyDigest""";

    /**
     * Finds expired answers to forms of the console. There are few answers to forms, so all are read, by the primary
     * key. The sign {@code +} before the column prevents the use of the index {@code idempotency_age}, which has the
     * answers to API keys too.
     */
    private static final String OF_FORMS =
            "api_key_id < 0 AND +created_at >= :from AND +created_at < :before ORDER BY +created_at";

    /**
     * Finds expired answers to API keys. Uses the index {@code idempotency_age}, and so does not read the unexpired
     * answers, which may be many.
     */
    private static final String OF_KEYS =
            "+api_key_id > 0 AND created_at >= :from AND created_at < :before ORDER BY created_at";

    /**
     * Deletes at most 20 expired answers: more than the one answer that a write adds, but few enough that other writers
     * do not wait long. Skips answers that another write is deleting. The condition is {@link #OF_FORMS}, by the real
     * clock, or {@link #OF_KEYS}, by a clock that a sandbox can move. Because of {@code :from} in {@link #OF_KEYS},
     * PostgreSQL does not read the index entries of answers that were deleted before. These entries stay as long as an
     * old snapshot, such as that of a backup, needs them.
     */
    private static final String FORGET = """
            WITH expired AS (SELECT api_key_id, key_digest FROM idempotency
             WHERE cm_id = :cmId AND %s LIMIT 20 %s)
            DELETE FROM idempotency WHERE cm_id = :cmId AND (api_key_id, key_digest) IN
            (SELECT api_key_id, key_digest FROM expired)""";

    /** A write deletes only answers that expired less than this time ago. The hourly task deletes older ones. */
    private static final Duration JUST_EXPIRED = Duration.ofMinutes(1);

    /**
     * A write that may be repeated.
     *
     * @param apiKeyId the API key that sent it; negative for a form of the console
     * @param keyDigest the digest of its idempotency key
     * @param bodyDigest the digest of its operation and body
     */
    public record Request(long cmId, long apiKeyId, byte[] keyDigest, byte[] bodyDigest) {}

    /**
     * The answer to the first request with a key.
     *
     * @param bodyDigest the digest of operation and body of that request
     * @param status the HTTP status
     */
    public record FirstAnswer(byte[] bodyDigest, int status, byte[] body) {}

    /**
     * The customer and the ticket that an answer is about. If one of them is erased, the answer is erased too.
     *
     * @param customerId the customer; 0 if none
     * @param ticketId the ticket; 0 if none. The customer alone is not enough: the ticket may be tagged to another
     *     customer later
     */
    public record About(long customerId, long ticketId) {
        /** The value for an answer that is about nobody, such as a refusal. */
        public static final About NOBODY = new About(0, 0);
    }

    private IdempotencyStore() {}

    /**
     * Returns the stored answer, or claims the key for this request and returns empty. The stored answer may belong
     * to another operation or body: the caller compares the digests.
     */
    public static Optional<FirstAnswer> claim(Transaction transaction, Request request, Instant now) {
        var before = now.minus(KEPT);
        transaction
                .later(forget(transaction, request.apiKeyId < 0 ? OF_FORMS : OF_KEYS), request.cmId)
                .bind("from", EpochMillis.column(before.minus(JUST_EXPIRED)))
                .bind("before", EpochMillis.column(before))
                .execute();
        var claimed = statement(transaction, CLAIM, request)
                .bind("bodyDigest", request.bodyDigest)
                .bind("answer", new byte[0])
                .bind("createdAt", EpochMillis.column(now))
                .bind("before", EpochMillis.column(before))
                .ask(row -> true, rows -> !rows.isEmpty());
        return claimed.get() ? Optional.empty() : find(transaction, request);
    }

    private static String forget(Transaction transaction, String expired) {
        return FORGET.formatted(expired, transaction.dialect().forUpdateSkipLocked());
    }

    /**
     * Deletes all expired answers of an account. Each {@link #claim} also deletes some, but only those that expired a
     * moment ago, and an account may get no more claims.
     *
     * @param now the time by the clock of the records, for answers to API keys
     * @param realNow the real time, for answers to forms
     * @param stopping whether to end as soon as possible, and leave the other answers
     */
    public static void forget(Database database, long cmId, Instant now, Instant realNow, BooleanSupplier stopping) {
        forget(database, cmId, OF_KEYS, now, stopping);
        forget(database, cmId, OF_FORMS, realNow, stopping);
    }

    private static void forget(Database database, long cmId, String expired, Instant now, BooleanSupplier stopping) {
        var before = EpochMillis.column(now.minus(KEPT));
        var last = OptionalLong.of(Long.MIN_VALUE);
        do {
            // Each part begins where the previous part ended, so that it does not scan what was deleted.
            var from = last.getAsLong();
            last = database.write(
                    "forget answers",
                    transaction -> transaction
                            .query(forget(transaction, expired) + " RETURNING created_at", cmId)
                            .bind("from", from)
                            .bind("before", before)
                            .mapTo(Long.class)
                            .stream()
                            .mapToLong(time -> time)
                            .max());
            Break.take();
        } while (last.isPresent() && !stopping.getAsBoolean());
    }

    /** Stores the answer to a claimed request. */
    public static void keep(Transaction transaction, Request request, About about, int status, byte[] answer) {
        statement(transaction, KEEP, request)
                .bind("customerId", about.customerId)
                .bind("ticketId", about.ticketId)
                .bind("status", status)
                .bind("answer", answer)
                .execute();
    }

    private static Optional<FirstAnswer> find(Transaction transaction, Request request) {
        return statement(transaction, FIND, request)
                .ask(
                        row -> new FirstAnswer(
                                row.getBytes("body_digest"), row.getInt("status"), row.getBytes("answer")),
                        answers -> answers.stream().findFirst())
                .get();
    }

    private static RoundTrip.Statement statement(Transaction transaction, String sql, Request request) {
        return transaction
                .later(sql, request.cmId)
                .bind("apiKeyId", request.apiKeyId)
                .bind("keyDigest", request.keyDigest);
    }
}
