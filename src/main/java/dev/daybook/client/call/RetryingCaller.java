package dev.daybook.client.call;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.call.ClientException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls a server for one account and retries: it honours {@code Retry-After}, retries after failures that may be
 * temporary, and stops at permanent ones.
 */
public final class RetryingCaller implements AutoCloseable {
    private static final int FEW = 3;

    /** The end of the message of a write that the server may have executed. */
    private static final String PERHAPS_WRITTEN = "; it may have been written all the same";

    /** The end of the message of a read whose answer broke off. */
    private static final String SMALLER_PAGE = "; if this repeats for pages of a pull, a smaller --page-size may help";

    private final HttpCalls calls;
    private final Connection connection;
    private final Watcher watcher;
    private final Clock clock = Clock.systemUTC();
    private final int mostAttempts;

    /** A caller on this connection. The watcher is notified of each wait before a retry. */
    public RetryingCaller(Connection connection, Watcher watcher) {
        this(new HttpCalls(connection.timeout()), connection, watcher, Integer.MAX_VALUE);
    }

    private RetryingCaller(HttpCalls calls, Connection connection, Watcher watcher, int mostAttempts) {
        this.calls = calls;
        this.connection = connection;
        this.watcher = watcher;
        this.mostAttempts = mostAttempts;
    }

    /**
     * A new caller with at most three attempts for each call. The new caller must not be closed: it shares the HTTP
     * client of this caller.
     */
    public RetryingCaller brief() {
        return new RetryingCaller(calls, connection, watcher, FEW);
    }

    /** The maximum wait after the first failure of a call. */
    public Duration firstWait() {
        return connection.retries().first();
    }

    /** The account of the connection. */
    public long cmId() {
        return connection.cmId();
    }

    /**
     * Sends a request that only reads.
     *
     * @param read decodes a success; an IllegalArgumentException means that the answer is unreadable
     * @throws ClientException if the server refuses the request, sends answers that cannot be read, or is unavailable
     *     until the time limit; with the reason INTERRUPTED if this caller is closed meanwhile
     * @throws IllegalStateException if this caller is closed
     */
    public <T> T call(String path, byte[] body, Function<Reply, T> read) throws InterruptedException {
        return answer(new Request<>(path, body, "", read, false));
    }

    /**
     * Sends a write. If no answer shows whether the server executed the write, the write is not sent again. A 503
     * without a message shows nothing, because a proxy may have sent the 503. There is one exception: if the server
     * answers that it does not know whether it stored the write, the write is sent again if it has an idempotency key.
     *
     * @param idempotencyKey the key by which Daybook recognises a repeated write; empty for none
     * @throws ClientException if the server refuses the write or does not answer within the time limit. The reason is
     *     UNCERTAIN if the write may have been stored: also if the thread is interrupted or this caller is closed while
     *     the write waits for its answer. After the server has said that it does not know whether it stored the write,
     *     the reason of each failure is UNCERTAIN. An interrupted thread stays interrupted
     * @throws IllegalStateException if this caller is closed
     * @throws IllegalArgumentException if the idempotency key cannot be sent as it is
     */
    public <T> T write(String path, byte[] body, String idempotencyKey, Function<Reply, T> read)
            throws InterruptedException {
        if (!isSendable(idempotencyKey)) {
            throw new IllegalArgumentException(
                    "the idempotency key must be of ASCII letters, digits and signs, without blanks at its ends");
        }
        return answer(new Request<>(path, body, idempotencyKey, read, true));
    }

    /**
     * Whether the server gets a header's value as it is given. Otherwise two different keys may become one: the HTTP
     * client sends a question mark for a letter outside ASCII, and servers drop blanks at the ends.
     */
    private static boolean isSendable(String value) {
        return value.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f)
                && value.strip().equals(value);
    }

    /** Sends a request that only reads, reads the body of the answer, and reports an interrupt as a ClientException. */
    public <T> T callUnchecked(String path, byte[] body, Function<byte[], T> read) {
        return unchecked(() -> call(path, body, reply -> read.apply(reply.body())));
    }

    /** Sends a write, reads the body of the answer, and reports an interrupt as a ClientException. */
    public <T> T writeUnchecked(String path, byte[] body, String idempotencyKey, Function<byte[], T> read) {
        return unchecked(() -> write(path, body, idempotencyKey, reply -> read.apply(reply.body())));
    }

    /** A call that may be interrupted. */
    public interface Call<T> {
        /** Makes the call. */
        T run() throws InterruptedException;
    }

    /** Makes a call and reports an interrupt as a ClientException; the thread then stays interrupted. */
    public static <T> T unchecked(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    /** The failure of a write that the server may have executed. */
    private static ClientException uncertain(ClientException failure) {
        return new ClientException(Reason.UNCERTAIN, failure.getMessage() + PERHAPS_WRITTEN, failure);
    }

    private static ClientException stopped(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ClientException(Reason.INTERRUPTED, "the thread was interrupted", interrupted);
    }

    /**
     * A request, which each attempt sends.
     *
     * @param idempotencyKey the key by which Daybook recognises a repeated write; empty for none
     * @param read decodes a success
     * @param writes whether it is a write; {@link RetryingCaller#write} says when a write is sent again
     */
    private record Request<T>(
            String path, byte[] body, String idempotencyKey, Function<Reply, T> read, boolean writes) {}

    /**
     * The outcome of an attempt.
     *
     * @param result the decoded answer; empty if the attempt failed
     * @param trouble why it failed, for a person
     * @param retryAfter the wait that the server asks for
     * @param refusal the failure to throw if no other attempt follows; empty stands for a failure with the reason
     *     {@code WAITED_TOO_LONG}
     * @param maybeWritten whether the server may have executed the write although the attempt failed
     */
    private record Outcome<T>(
            Optional<T> result,
            String trouble,
            Optional<Duration> retryAfter,
            Optional<ClientException> refusal,
            boolean maybeWritten) {
        static <T> Outcome<T> answered(T result) {
            return new Outcome<>(Optional.of(result), "", Optional.empty(), Optional.empty(), false);
        }

        static <T> Outcome<T> failed(String trouble, boolean maybeWritten) {
            return new Outcome<>(Optional.empty(), trouble, Optional.empty(), Optional.empty(), maybeWritten);
        }
    }

    private <T> T answer(Request<T> request) throws InterruptedException {
        calls.checkOpen();
        var attempts = new Attempts(connection.retries(), mostAttempts);
        try {
            return untilAnswered(attempts, request);
        } catch (ClientException failure) {
            // MISBEHAVED, as for an answer that is too large, does not show whether the server executed the write.
            throw attempts.judged(
                    request.writes && failure.reason() == Reason.MISBEHAVED ? uncertain(failure) : failure);
        } catch (InterruptedException interrupted) {
            if (!attempts.isOutcomeUnknown()) {
                throw interrupted;
            }
            throw attempts.judged(stopped(interrupted));
        }
    }

    private <T> T untilAnswered(Attempts attempts, Request<T> request) throws InterruptedException {
        while (true) {
            attempts.await(connection.rate(), calls);
            var outcome = attempt(attempts, request);
            if (outcome.result().isPresent()) {
                return outcome.result().get();
            }
            if (outcome.maybeWritten()) {
                throw new ClientException(Reason.UNCERTAIN, outcome.trouble() + PERHAPS_WRITTEN);
            }
            var wait = attempts.nextWait(outcome.retryAfter());
            if (wait.isEmpty()) {
                throw outcome.refusal().orElse(tooLong(outcome, attempts));
            }
            watcher.waits(wait.get(), outcome.trouble());
            calls.pause(wait.get());
        }
    }

    /**
     * Sends a request once.
     *
     * @throws ClientException if no other attempt may succeed, or the thread is interrupted during a write
     */
    private <T> Outcome<T> attempt(Attempts attempts, Request<T> request) throws InterruptedException {
        var atMost = attempts.timeout(connection.timeout());
        Reply sent;
        try {
            sent = calls.post(connection, request.path, request.body, request.idempotencyKey, atMost);
        } catch (IOException failure) {
            var trouble = NoAnswer.text(failure, connection.server(), calls.hasAnswered());
            if (!connection.succeeded().get() && NoAnswer.isForGood(failure)) {
                throw new ClientException(Reason.REFUSED, trouble, failure);
            }
            // A gateway may cut off long answers. A write gets no advice: its answer is short, and has no pages.
            var advice = !request.writes && trouble.startsWith(HttpCalls.BROKEN) ? SMALLER_PAGE : "";
            return Outcome.failed(trouble + advice, request.writes && !NoAnswer.isUnsent(failure));
        } catch (InterruptedException interrupted) {
            if (!request.writes) {
                throw interrupted;
            }
            throw uncertain(stopped(interrupted));
        } catch (ClientException unread) {
            throw request.writes ? uncertain(unread) : unread;
        }
        try {
            return judged(attempts, request, sent.readable(request.writes));
        } catch (IllegalArgumentException broken) {
            // The messages of the JSON parser quote the answer.
            var trouble = ServerWords.line(String.valueOf(broken.getMessage()));
            if (sent.status() == 404) {
                // The body says that there is no data, but not in a form that this operation has. So only the status
                // counts.
                return rejected(attempts, request, Rejection.ofStatus(sent.readable(false), trouble));
            }
            attempts.unreadable(sent, trouble);
            return Outcome.failed(trouble, request.writes);
        }
    }

    /** The outcome of an attempt with an answer. */
    private <T> Outcome<T> judged(Attempts attempts, Request<T> request, Reply reply) {
        var rejection = request.writes ? Rejection.ofWrite(reply) : Rejection.ofRead(reply);
        if (rejection.isPresent()) {
            return rejected(attempts, request, rejection.get());
        }
        try {
            var result = request.read.apply(reply);
            connection.succeeded().set(true);
            return Outcome.answered(result);
        } catch (IllegalArgumentException | ClientException unread) {
            if (request.writes) {
                throw unread;
            }
            return rejected(attempts, request, Rejection.ofUnread(reply).orElseThrow(() -> unread));
        }
    }

    private <T> Outcome<T> rejected(Attempts attempts, Request<T> request, Rejection rejection) {
        if (request.writes && rejection.isOutcomeUnknown()) {
            attempts.outcomeUnknown(rejection.words());
        }
        var refusal = rejection.refusal();
        var maySlip = connection.succeeded().get() && !request.writes && rejection.maySlip();
        if (refusal.isPresent() && !(maySlip && attempts.mayRetryRefusal())) {
            throw refusal.get();
        }
        if (!request.writes && rejection.isDefectWith200()) {
            attempts.defectWith200(rejection.words());
        }
        // Only Daybook says that it does not know a write's outcome, so this server honours the key.
        var isRecognised = attempts.isOutcomeUnknown() && !request.idempotencyKey.isEmpty();
        return new Outcome<>(
                Optional.empty(),
                rejection.words(),
                rejection.wait(clock.instant()),
                refusal,
                request.writes && !rejection.mayRepeat(isRecognised));
    }

    private static ClientException tooLong(Outcome<?> outcome, Attempts attempts) {
        return new ClientException(Reason.WAITED_TOO_LONG, outcome.trouble + "; " + attempts.words(outcome.retryAfter));
    }

    @Override
    public void close() {
        calls.close();
    }
}
