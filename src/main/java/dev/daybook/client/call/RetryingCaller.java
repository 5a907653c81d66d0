package dev.daybook.client.call;

import dev.daybook.client.answer.Failure;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.wire.Headers;
import dev.daybook.wire.RetryAfter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls a server for one account and retries: it honours {@code Retry-After}, retries after failures that may be
 * temporary, and stops at permanent ones.
 */
public final class RetryingCaller implements AutoCloseable {
    private static final int FEW = 3;

    private final Endpoint endpoint;
    private final Connection connection;
    private final Rate rate;
    private final Watcher watcher;
    private final Clock clock = Clock.systemUTC();
    private final int mostAttempts;

    /** Whether a call succeeded. After that, a refusal may be a temporary error of a gateway. */
    private volatile boolean succeeded;

    /** A caller on this connection. The watcher is notified of each wait. */
    public RetryingCaller(Connection connection, Watcher watcher) {
        this(new Endpoint(connection), connection, new Rate(connection.rate()), watcher, Integer.MAX_VALUE);
    }

    private RetryingCaller(Endpoint endpoint, Connection connection, Rate rate, Watcher watcher, int mostAttempts) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.rate = rate;
        this.watcher = watcher;
        this.mostAttempts = mostAttempts;
    }

    /** The same caller with few attempts for each call. Only the original may be closed. */
    public RetryingCaller brief() {
        var brief = new RetryingCaller(endpoint, connection, rate, watcher, FEW);
        brief.succeeded = succeeded;
        return brief;
    }

    /** The account of the connection. */
    public long cmId() {
        return connection.cmId();
    }

    /**
     * Sends a request that only reads.
     *
     * @param read decodes a success; an IllegalArgumentException means that the answer is unreadable
     * @throws ClientException if the server refuses, or does not answer within the time limit
     */
    public <T> T call(String path, byte[] body, Function<Reply, T> read) throws InterruptedException {
        return attempts(path, body, "", read, false);
    }

    /**
     * Sends a write. It is not retried if the server may have executed it without answering.
     *
     * @param idempotencyKey the key by which Daybook recognises the write if the caller repeats it
     * @throws ClientException if the server refuses, does not answer within the time limit, or may have executed the
     *     write
     */
    public <T> T write(String path, byte[] body, String idempotencyKey, Function<Reply, T> read)
            throws InterruptedException {
        return attempts(path, body, idempotencyKey, read, true);
    }

    /** Sends a request that only reads, reads the body of the answer, and reports an interrupt as a ClientException. */
    public <T> T ask(String path, byte[] body, Function<byte[], T> read) {
        return uninterrupted(() -> call(path, body, reply -> read.apply(reply.body())));
    }

    /** Sends a write, reads the body of the answer, and reports an interrupt as a ClientException. */
    public <T> T save(String path, byte[] body, String idempotencyKey, Function<byte[], T> read) {
        return uninterrupted(() -> write(path, body, idempotencyKey, reply -> read.apply(reply.body())));
    }

    /** A call that may be interrupted. */
    public interface Call<T> {
        /** Makes the call. */
        T run() throws InterruptedException;
    }

    /** Makes a call and reports an interrupt as a ClientException. */
    public static <T> T uninterrupted(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException(Reason.INTERRUPTED, "the thread was interrupted", interrupted);
        }
    }

    private <T> T attempts(String path, byte[] body, String idempotencyKey, Function<Reply, T> read, boolean writes)
            throws InterruptedException {
        var attempts = new Attempts(connection.retries(), mostAttempts);
        while (true) {
            rate.take();
            String trouble;
            var retryAfter = Optional.<Duration>empty();
            var refusal = Optional.<ClientException>empty();
            var maybeWritten = writes;
            try {
                var reply = endpoint.post(path, body, idempotencyKey, attempts.timeout(connection.timeout()));
                if (isSuccess(reply)) {
                    try {
                        var result = result(reply, read);
                        succeeded = true;
                        return result;
                    } catch (IllegalArgumentException broken) {
                        trouble = String.valueOf(broken.getMessage());
                        attempts.unreadable(reply, trouble);
                    }
                } else {
                    refusal = refusal(reply);
                    if (refusal.isPresent()
                            && !(succeeded && !writes && maySlip(reply.status()) && attempts.mayRetryRefusal())) {
                        throw refusal.get();
                    }
                    trouble = "the server answered " + reply.status();
                    retryAfter = reply.header(Headers.RETRY_AFTER).flatMap(text -> RetryAfter.parse(text, now(reply)));
                    maybeWritten = writes && reply.status() != 429 && reply.status() != 503;
                }
            } catch (IOException failure) {
                trouble = NoAnswer.text(failure, connection.server().getHost());
                if (!succeeded && NoAnswer.isForGood(failure)) {
                    throw new ClientException(Reason.REFUSED, trouble, failure);
                }
                maybeWritten = writes && !NoAnswer.isUnsent(failure);
            }
            if (maybeWritten) {
                throw new ClientException(Reason.UNCERTAIN, trouble + "; it may have been written all the same");
            }
            var wait = attempts.nextWait(retryAfter);
            if (wait.isEmpty()) {
                throw refusal.orElse(tooLong(trouble, attempts));
            }
            watcher.waits(wait.get(), trouble);
            Thread.sleep(wait.get().toMillis());
        }
    }

    private ClientException tooLong(String trouble, Attempts attempts) {
        return new ClientException(Reason.WAITED_TOO_LONG, trouble + "; " + attempts.words());
    }

    /** Whether an answer is a success. A 404 is one if its body says that there is no data. */
    private static boolean isSuccess(Reply reply) {
        return reply.status() == 200
                || reply.status() == 204
                || (reply.status() == 404
                        && failure(reply).filter(Failure::isNoData).isPresent());
    }

    /** Decodes a success. Some servers report a failure with status 200, so the body is checked first. */
    private static <T> T result(Reply sent, Function<Reply, T> read) {
        var reply = Packing.unpack(sent);
        var failure = Failure.read(reply.body()).filter(found -> !found.isNoData());
        if (failure.isPresent()) {
            throw new ClientException(
                    failure.get().ofKey() ? Reason.KEY_REFUSED : Reason.REFUSED,
                    "the server says: " + failure.get().message());
        }
        return read.apply(reply);
    }

    private static Optional<Failure> failure(Reply reply) {
        try {
            return Failure.read(Packing.unpack(reply).body());
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /**
     * Whether a gateway may send this status temporarily while the server works. Before the first success, the status
     * counts as the server's answer.
     */
    private static boolean maySlip(int status) {
        return status == 403 || status == 404 || (status >= 300 && status < 400);
    }

    /** Whether a retry after this status may succeed. 501 is final: the server does not implement the operation. */
    private static boolean mayPass(int status) {
        return status == 408 || status == 429 || (status >= 500 && status != 501);
    }

    /** The refusal that a status means; empty if another attempt may succeed. */
    private static Optional<ClientException> refusal(Reply reply) {
        var status = reply.status();
        if (mayPass(status)) {
            return Optional.empty();
        }
        var message = failure(reply)
                .map(Failure::message)
                .or(() -> redirection(reply))
                .map(words -> ": " + words)
                .orElse("");
        return Optional.of(new ClientException(
                switch (status) {
                    case 401, 403 -> Reason.KEY_REFUSED;
                    case 404 -> Reason.NOT_FOUND;
                    default -> Reason.REFUSED;
                },
                "the server answered " + status + message));
    }

    /** Where a redirect leads to. It is not followed: the key goes to no other server than the caller has named. */
    private static Optional<String> redirection(Reply reply) {
        return reply.header("Location")
                .filter(place -> reply.status() >= 300 && reply.status() < 400)
                .map(place -> "it redirects to " + ServerWords.shown(place)
                        + "; the key is not sent there, so give that address yourself if it is right");
    }

    /** The current time; by the server's clock if the answer has a date, because the two clocks may differ. */
    private Instant now(Reply reply) {
        return reply.header("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
