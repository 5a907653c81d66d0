package dev.daybook.client.call;

import dev.daybook.client.answer.Failure;
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
 * Calls a server until it answers: waits when it is told to, tries again after what may pass, and stops at what will
 * not.
 */
public final class RetryingCaller implements AutoCloseable {
    private final Endpoint endpoint;
    private final RetryPolicy policy;
    private final Rate rate;
    private final Watcher watcher;
    private final Clock clock;

    /** Whether it had a success: then what is no answer may be a slip. */
    private volatile boolean succeeded;

    RetryingCaller(Endpoint endpoint, RetryPolicy policy, Rate rate, Watcher watcher, Clock clock) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.rate = rate;
        this.watcher = watcher;
        this.clock = clock;
    }

    /** A caller on this connection. */
    public static RetryingCaller of(Connection connection, Watcher watcher) {
        return new RetryingCaller(
                new Endpoint(connection.address(), connection.token(), connection.timeout()),
                connection.retries(),
                new Rate(connection.rate()),
                watcher,
                Clock.systemUTC());
    }

    /**
     * Asks, and reads the answer.
     *
     * @param read makes of a success what is wanted; an IllegalArgumentException says that it was no whole answer
     * @throws ClientException if the server refuses, or has not answered in the time that there is
     */
    public <T> T call(String path, byte[] body, Function<Reply, T> read) throws InterruptedException {
        return attempts(atMost -> endpoint.post(path, body, "", atMost), read, false);
    }

    /**
     * Writes, and reads the answer. Where the server may have written, but did not say so, it is not asked again.
     *
     * @param idempotencyKey by which Daybook knows the write again, if the caller repeats it
     * @throws ClientException if the server refuses, has not answered in the time that there is, or may have written
     */
    public <T> T write(String path, byte[] body, String idempotencyKey, Function<Reply, T> read)
            throws InterruptedException {
        return attempts(atMost -> endpoint.post(path, body, idempotencyKey, atMost), read, true);
    }

    /** A call that may be interrupted. */
    public interface Call<T> {
        T run() throws InterruptedException;
    }

    /** Makes a call for somebody to whom an interrupt is a failure like others. */
    public static <T> T uninterrupted(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException(Reason.INTERRUPTED, "the thread was interrupted", interrupted);
        }
    }

    private interface Attempt {
        Reply run(Duration atMost) throws IOException, InterruptedException;
    }

    private <T> T attempts(Attempt attempt, Function<Reply, T> read, boolean once) throws InterruptedException {
        var waiting = new Attempts(policy);
        while (true) {
            rate.take();
            String trouble;
            var told = Optional.<Duration>empty();
            var refusal = Optional.<ClientException>empty();
            var maybeDone = once;
            try {
                var sent = attempt.run(waiting.forAttempt(endpoint.timeout()));
                if (isSuccess(sent)) {
                    try {
                        var result = answer(sent, read);
                        succeeded = true;
                        return result;
                    } catch (IllegalArgumentException broken) {
                        trouble = String.valueOf(broken.getMessage());
                        waiting.unreadable(sent, trouble);
                    }
                } else {
                    refusal = refusal(sent);
                    if (refusal.isPresent() && !(succeeded && !once && maySlip(sent.status()) && waiting.mayPass())) {
                        throw refusal.get();
                    }
                    trouble = "the server answered " + sent.status();
                    told = sent.header(Headers.RETRY_AFTER).flatMap(text -> RetryAfter.parse(text, now(sent)));
                    maybeDone = once && sent.status() != 429 && sent.status() != 503;
                }
            } catch (IOException failure) {
                trouble = String.valueOf(failure.getMessage());
            }
            if (maybeDone) {
                throw new ClientException(Reason.UNCERTAIN, trouble + "; it may have been written all the same");
            }
            var wait = waiting.next(told);
            if (wait.isEmpty()) {
                throw refusal.orElse(tooLong(trouble, waiting));
            }
            watcher.waits(wait.get(), trouble);
            Thread.sleep(wait.get().toMillis());
        }
    }

    private ClientException tooLong(String trouble, Attempts waiting) {
        return new ClientException(
                Reason.WAITED_TOO_LONG,
                trouble + "; given up after " + waiting.failures() + " attempts, as the next wait would be beyond "
                        + policy.inAll().toSeconds() + " seconds in all");
    }

    /** A body that says that there is no data is an answer, whatever its status. */
    private static boolean isSuccess(Reply sent) {
        return sent.status() == 200
                || sent.status() == 204
                || (sent.status() == 404
                        && failure(sent).filter(Failure::isNoData).isPresent());
    }

    /** Some servers answer a failure with 200 and say so in the body. */
    private static <T> T answer(Reply sent, Function<Reply, T> read) {
        var reply = Packing.unpack(sent);
        var failure = Failure.read(reply.body()).filter(words -> !words.isNoData());
        if (failure.isPresent()) {
            throw new ClientException(
                    failure.get().ofKey() ? Reason.KEY_REFUSED : Reason.REFUSED,
                    "the server says: " + failure.get().message());
        }
        return read.apply(reply);
    }

    private static Optional<Failure> failure(Reply sent) {
        try {
            return Failure.read(Packing.unpack(sent).body());
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** What a gateway may answer in between while the server is in order: not at the first call, where it is the answer. */
    private static boolean maySlip(int status) {
        return status == 403 || status == 404 || (status >= 300 && status < 400);
    }

    /** Why a status is final; empty if another attempt may change it. */
    private static Optional<ClientException> refusal(Reply sent) {
        var status = sent.status();
        if (status == 429 || status == 408 || status >= 500) {
            return Optional.empty();
        }
        var said = failure(sent).map(failure -> ": " + failure.message()).orElse("");
        return Optional.of(new ClientException(
                switch (status) {
                    case 401, 403 -> Reason.KEY_REFUSED;
                    case 404 -> Reason.NOT_FOUND;
                    default -> Reason.REFUSED;
                },
                "the server answered " + status + said));
    }

    /** By the server's own clock, if it says what that shows: it may not be set as ours is. */
    private Instant now(Reply sent) {
        return sent.header("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
