package dev.daybook.client.check.session;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.HttpCalls;
import dev.daybook.client.call.NoAnswer;
import dev.daybook.client.call.Reply;
import dev.daybook.domain.message.RootCause;
import dev.daybook.wire.Headers;
import dev.daybook.wire.RetryAfter;
import dev.daybook.wire.bytes.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Sends requests within the rate limit. Retries twice if the server is unavailable, once if the first status is 500.
 * {@link Ask#once} restricts the retries.
 */
final class Exchange implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final int MOST_SILENT = 3;
    private static final Set<Integer> UNAVAILABLE = Set.of(408, 429, 502, 503, 504);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final Connection connection;
    private final HttpCalls calls;
    private int sent;
    private int askedToWait;
    private int silent;
    private boolean reached;

    Exchange(Connection connection) {
        this.connection = connection;
        this.calls = new HttpCalls(connection.timeout());
    }

    /** The number of requests that were sent. */
    int sent() {
        return sent;
    }

    /**
     * The number of answers that asked to wait: those with status 429, and those with status 408, 502, 503 or 504 and
     * the header Retry-After. A failure with status 200 counts by the status that it usually has, because some servers
     * limit the rate in this way.
     */
    int askedToWait() {
        return askedToWait;
    }

    /**
     * Whether the latest {@value #MOST_SILENT} requests got no answer, or only temporary failures. All attempts of a
     * request count as one.
     */
    boolean isSilent() {
        return silent >= MOST_SILENT;
    }

    /** Whether a request may have got to the server, answered or not. */
    boolean reached() {
        return reached;
    }

    /**
     * Sends a request. If no answer can be read, or all answers are temporary failures such as 503, the result has the
     * reason instead.
     */
    CheckedAnswer send(Ask ask) throws InterruptedException {
        var answer = attempts(request(ask), ask.once());
        silent = answer.isSilence() ? silent + 1 : 0;
        return answer;
    }

    private CheckedAnswer attempts(HttpRequest request, boolean once) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            connection.rate().take();
            sent++;
            String trouble;
            var mayRepeat = !once;
            var wait = FIRST_WAIT.multipliedBy(attempt);
            try {
                var reply = calls.send(request);
                reached = true;
                var answer = answer(reply);
                var status = status(reply, answer);
                var retryAfter = reply.header(Headers.RETRY_AFTER);
                if (status == 429 || (UNAVAILABLE.contains(status) && retryAfter.isPresent())) {
                    askedToWait++;
                }
                if (!UNAVAILABLE.contains(status) && !(status == 500 && attempt == 1 && !once)) {
                    return answer;
                }
                mayRepeat |= isUnbegun(status, answer);
                trouble = "the server answered " + reply.status()
                        + (status == reply.status() ? "" : " with a temporary failure");
                wait = retryAfter
                        .flatMap(text -> RetryAfter.parse(text, Instant.now()))
                        .orElse(wait);
            } catch (IOException failure) {
                trouble = trouble(failure);
                mayRepeat &= calls.hasAnswered() || !NoAnswer.isForGood(failure);
                reached |= !NoAnswer.isUnsent(failure);
            } catch (ClientException tooLarge) {
                reached = true;
                return CheckedAnswer.unread("the answer is too large");
            }
            if (attempt == ATTEMPTS || !mayRepeat) {
                return CheckedAnswer.none(trouble + (attempt == 1 ? "" : ", " + attempt + " times"));
            }
            Thread.sleep(Math.min(wait.toMillis(), connection.retries().most().toMillis()));
        }
    }

    /** The status of an answer. For a failure with status 200, it is the status that this failure usually has. */
    private static int status(Reply reply, CheckedAnswer answer) {
        return reply.status() == 200
                ? answer.failure()
                        .map(failure ->
                                failure.status(reply.header(Headers.RETRY_AFTER).isPresent()))
                        .orElse(200)
                : reply.status();
    }

    /**
     * Whether the server says that it did not begin to process the request: by status 429, or by status 503 with a
     * failure in the body, unless this failure says that the outcome is unknown. A 503 without a failure in the body
     * may come from a proxy that had forwarded the request.
     */
    private static boolean isUnbegun(int status, CheckedAnswer answer) {
        return status == 429
                || (status == 503
                        && answer.failure()
                                .filter(failure -> !failure.isOutcomeUnknown())
                                .isPresent());
    }

    private HttpRequest request(Ask ask) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", "Basic " + connection.token());
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "daybook");
        headers.putAll(ask.headers());
        var request = HttpRequest.newBuilder(URI.create(connection.address() + ask.path()));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.setHeader(name, value);
            }
        });
        return request.method(
                        ask.method(),
                        ask.body().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(ask.body().getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /**
     * A safe description of a failure for the table and the profile: without the host, and without the exception's own
     * message, which may contain anything.
     */
    private String trouble(IOException failure) {
        var fixed = NoAnswer.fixedText(failure, connection.server(), calls.hasAnswered());
        return fixed.orElseGet(() -> {
            if (RootCause.chain(failure).anyMatch(SSLException.class::isInstance)) {
                return "no secure connection (TLS)";
            }
            return String.valueOf(failure.getMessage()).startsWith("no whole answer")
                    ? "no whole answer in time"
                    : "the connection broke";
        });
    }

    /** The answer; its body is decompressed if it is gzip, even if no header says so. */
    private static CheckedAnswer answer(Reply reply) {
        var body = reply.body();
        var packed = body.length > 1 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
        try {
            return new CheckedAnswer(reply.status(), reply.headers(), packed ? unpacked(body) : body, packed);
        } catch (IOException damaged) {
            return CheckedAnswer.unread("the answer is damaged gzip");
        }
    }

    private static byte[] unpacked(byte[] body) throws IOException {
        try (var unpacking = new GzipInput(new ByteArrayInputStream(body))) {
            return HttpCalls.bounded(unpacking);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
