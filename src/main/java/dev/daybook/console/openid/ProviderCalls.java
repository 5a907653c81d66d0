package dev.daybook.console.openid;

import dev.daybook.domain.message.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * HTTP requests to the provider, with bounds on their time and size. At most {@link #MAX_CALLS} run at a time; further
 * requests fail immediately. So log-ins can neither overload the provider nor stop the console for others.
 */
final class ProviderCalls {
    /** The largest number of calls at a time: half of the console's places. */
    static final int MAX_CALLS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1 << 20;
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Semaphore calls = new Semaphore(MAX_CALLS);

    /**
     * Sends a request to the provider. Returns the body of the answer.
     *
     * @throws LoginFailure if the status is not 200, the answer does not arrive whole and in time, or too many other
     *     calls are running
     */
    String send(HttpRequest.Builder builder) throws LoginFailure {
        var request =
                builder.timeout(PATIENCE).header("Accept", "application/json").build();
        if (!calls.tryAcquire()) {
            throw LoginFailure.away("too many log-ins ask the provider at a time", null);
        }
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var body = read(response.body());
            if (response.statusCode() != OK) {
                var message = request.uri().getPath() + " of the provider answers " + response.statusCode();
                // Only the token endpoint can refuse a person, and only requests to that endpoint are POST requests.
                throw request.method().equals("POST")
                        ? LoginFailure.ofToken(message, response.statusCode(), error(body))
                        : LoginFailure.away(message, null);
            }
            return body;
        } catch (IOException | IllegalArgumentException failure) {
            // Java 17 throws an IllegalArgumentException for a Content-Length that is not a number.
            throw noAnswer(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw LoginFailure.away("the server stops", stop);
        } finally {
            calls.release();
        }
    }

    /** The failure of a call that got no answer. */
    static LoginFailure noAnswer(Exception failure) {
        return LoginFailure.away(
                TrustStore.isUnreadable(failure) ? TrustStore.UNREADABLE : "the provider does not answer", failure);
    }

    /** The error code in the body of an answer; empty if there is none. */
    private static String error(String body) {
        try {
            return JsonUtil.parseJson(body).get("error") instanceof String code ? code : "";
        } catch (JoseException notJson) {
            return "";
        }
    }

    /**
     * Reads the body of an answer. The request's own timeout ends when the headers have arrived, so the body has
     * another timeout.
     */
    private static String read(InputStream answer) throws IOException {
        var timeout = CompletableFuture.runAsync(
                () -> close(answer), CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        try (answer) {
            var bytes = answer.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the provider's answer is longer than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            timeout.cancel(false);
        }
    }

    private static void close(InputStream answer) {
        try {
            answer.close();
        } catch (IOException ended) {
            // Ignore this: the thread that reads the body gets an exception of its own.
        }
    }
}
