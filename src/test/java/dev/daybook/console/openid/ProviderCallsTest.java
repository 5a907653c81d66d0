package dev.daybook.console.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.message.TrustStore;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class ProviderCallsTest {
    /**
     * For an invalid Content-Length, some Java versions throw an exception that is no IOException. It must be treated
     * as an outage of the provider, too.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: \u001b[2J", "Content-Length: many"})
    void anAnswerWithAMalformedHeadIsTreatedAsAnOutage(String header) throws Exception {
        try (var provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread =
                    new Thread(() -> answerOnce(provider, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"), "provider");
            thread.setDaemon(true);
            thread.start();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + provider.getLocalPort() + "/token"));
            var failure = assertThrows(LoginFailure.class, () -> new ProviderCalls().send(request));
            assertTrue(failure.isAway());
            assertEquals("the provider does not answer", failure.getMessage());
        }
    }

    /** The request has the client secret, which another host must not get. */
    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var provider = StandInReceiver.start().answering(request -> Reply.REDIRECT)) {
            var request = HttpRequest.newBuilder(URI.create(provider.url()))
                    .POST(HttpRequest.BodyPublishers.ofString("client_secret=x"));
            var failure = assertThrows(LoginFailure.class, () -> new ProviderCalls().send(request));
            assertEquals("/hook of the provider answers 307", failure.getMessage());
            assertTrue(failure.isAway());
            assertEquals("client_secret=x", provider.next().body());
            assertTrue(provider.isUntouched(), "no other request");
        }
    }

    /** The message must name the trust store, because the provider cannot solve this problem. */
    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        // A copy of what Java throws if the trust store has no certificate.
        var unreadable = new SSLException(
                new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"));
        assertEquals(TrustStore.UNREADABLE, ProviderCalls.noAnswer(unreadable).getMessage());
    }

    private static void answerOnce(ServerSocket provider, String answer) {
        try (var connection = provider.accept()) {
            connection.getInputStream().readNBytes(1);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
