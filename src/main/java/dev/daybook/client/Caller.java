package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.Headers;
import dev.daybook.wire.RetryAfter;
import dev.daybook.wire.pulled.Failure;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calls a server until it answers: waits when it is told to, tries again after what may pass, and stops at what will
 * not.
 */
public final class Caller implements AutoCloseable {
    /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
    private final Endpoint endpoint;

    private final Patience patience;
    private final Rate rate;
    private final Watcher watcher;
    private final Clock clock;

    Caller(Endpoint endpoint, Patience patience, Rate rate, Watcher watcher, Clock clock) {
        this.endpoint = endpoint;
        this.patience = patience;
        this.rate = rate;
        this.watcher = watcher;
        this.clock = clock;
    }

    /** A caller of the server of a pull. */
    public static Caller of(PullOptions options, Watcher watcher) {
        return new Caller(
                new Endpoint(options.server(), options.token(), options.timeout()),
                options.patience(),
                new Rate(options.rate()),
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
        return attempts(() -> endpoint.post(path, body, ""), read, false);
    }

    /**
     * Writes, and reads the answer. Where the server may have written, but did not say so, it is not asked again.
     *
     * @param idempotencyKey by which Daybook knows the write again, if the caller repeats it
     * @throws ClientException if the server refuses, has not answered in the time that there is, or may have written
     */
    <T> T write(String path, byte[] body, String idempotencyKey, Function<Reply, T> read) throws InterruptedException {
        return attempts(() -> endpoint.post(path, body, idempotencyKey), read, true);
    }

    /** A call that may be interrupted. */
    interface Call<T> {
        T run() throws InterruptedException;
    }

    /** Makes a call for somebody to whom an interrupt is a failure like others. */
    static <T> T uninterrupted(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException(Reason.INTERRUPTED, "the thread was interrupted", interrupted);
        }
    }

    private interface Attempt {
        Reply run() throws IOException, InterruptedException;
    }

    private <T> T attempts(Attempt attempt, Function<Reply, T> read, boolean once) throws InterruptedException {
        var waited = Duration.ZERO;
        for (var failures = 1; ; failures++) {
            rate.take();
            String trouble;
            var told = Optional.<Duration>empty();
            var maybeDone = once;
            try {
                var reply = attempt.run();
                if (reply.status() == 200) {
                    refuseFailure(reply);
                    return answer(reply, read);
                }
                refuse(reply);
                trouble = "the server answered " + reply.status();
                told = reply.header(Headers.RETRY_AFTER).flatMap(text -> RetryAfter.parse(text, clock.instant()));
                maybeDone = once && reply.status() != 429 && reply.status() != 503;
            } catch (IOException failure) {
                trouble = String.valueOf(failure.getMessage());
            }
            if (maybeDone) {
                throw new ClientException(Reason.UNCERTAIN, trouble + "; it may have been written all the same");
            }
            var wait = told.isPresent() ? Patience.asTold(told.get()) : patience.afterFailures(failures);
            waited = waited.plus(wait);
            if (waited.compareTo(patience.inAll()) > 0) {
                throw new ClientException(
                        Reason.WAITED_TOO_LONG,
                        trouble + "; given up after " + failures + " attempts, as the next wait would be beyond "
                                + patience.inAll().toSeconds() + " seconds in all");
            }
            watcher.waits(wait, trouble);
            Thread.sleep(wait.toMillis());
        }
    }

    private static <T> T answer(Reply reply, Function<Reply, T> read) throws IOException {
        try {
            return read.apply(reply);
        } catch (IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /** Some servers answer a failure with 200 and say so in the body. */
    private static void refuseFailure(Reply reply) {
        var failure = Failure.read(reply.body());
        if (failure.isPresent()) {
            throw new ClientException(
                    failure.get().ofKey() ? Reason.KEY_REFUSED : Reason.REFUSED,
                    "the server says: " + failure.get().message());
        }
    }

    /** Stops at a status that another attempt would not change. */
    private static void refuse(Reply reply) {
        var status = reply.status();
        if (status == 429 || status == 408 || status >= 500) {
            return;
        }
        var said = Failure.read(reply.body())
                .map(failure -> ": " + failure.message())
                .orElse("");
        throw new ClientException(
                switch (status) {
                    case 401, 403 -> Reason.KEY_REFUSED;
                    case 404 -> Reason.NOT_FOUND;
                    default -> Reason.REFUSED;
                },
                "the server answered " + status + said);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
