package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.SeenLog;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.TestCertificate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changed TLS files are loaded only if key and certificate match. */
@Tag("jdk")
class CertificatesTest {
    @TempDir
    private Path folder;

    @Test
    void aHalfWrittenRenewalIsNotLoaded() throws Exception {
        TestCertificate.make(folder);
        var certificate = folder.resolve("certificate.pem");
        var key = folder.resolve("key.pem");
        try (var certificates = new Certificates(new Settings.Tls(certificate, key));
                var log = SeenLog.of(Certificates.class)) {
            var factory = certificates.factory();
            var first = factory.getSslContext();
            // In another folder, because the server looks for a new pair on its own, too.
            var later = Files.createDirectory(folder.resolve("later"));
            TestCertificate.make(later);

            Files.writeString(certificate, Files.readString(later.resolve("certificate.pem")));
            certificates.look();
            assertSame(first, factory.getSslContext(), "the key is not the one of the certificate");
            assertTrue(log.text().contains("the earlier certificate still is"), log::text);
            var warned = log.events().size();
            certificates.look();
            assertEquals(warned, log.events().size(), "the same content is reported once");
            Files.delete(key);
            certificates.look();
            assertSame(first, factory.getSslContext(), "there is no key");
            Files.writeString(key, Files.readString(later.resolve("key.pem")));
            certificates.look();
            assertNotSame(first, factory.getSslContext());
        }
    }

    /** The renewed chain ends with its authority, after 2 days. */
    @Test
    void theMetricIsTheFirstEndInTheChainInUse() throws Exception {
        var first =
                (X509Certificate) TestCertificate.make(folder, "-validity", "5").certificate();
        var registry = new SimpleMeterRegistry();
        try (var certificates = new Certificates(files())) {
            certificates.measure(registry);
            assertEquals(first.getNotAfter().toInstant(), expiry(registry));
            var renewed = (X509Certificate)
                    TestCertificate.makeChain(folder, "-validity", "9").certificate();
            certificates.look();
            assertEquals(renewed.getNotAfter().toInstant(), expiry(registry));
        }
    }

    private static Instant expiry(MeterRegistry registry) {
        return Instant.ofEpochSecond(
                (long) registry.get("daybook.tls.expiry").timeGauge().value(TimeUnit.SECONDS));
    }

    private Settings.Tls files() {
        return new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    /** The doctor and the metric look at the whole chain, too. */
    @Test
    void eachCertificateOfTheChainThatIsNotValidIsNamed() throws Exception {
        TestCertificate.makeExpiredChain(folder);
        try (var log = SeenLog.of(PemFiles.class)) {
            PemFiles.read(files());
            assertEquals(1, log.events().size(), log::text);
            var named = "certificate 2 of " + files().certificate() + " is valid from 20";
            assertTrue(log.text().contains(named), log::text);
        }
    }

    /** Many clients know only the authority at the end of the chain. */
    @Test
    void theWholeChainIsSent() throws Exception {
        var trusting = TestCertificate.makeChain(folder).trusting();
        var sockets = PemFiles.read(files()).context().getServerSocketFactory();
        try (var server = StandInReceiver.start(sockets)) {
            var answer = HttpClient.newBuilder()
                    .sslContext(trusting)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port()))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            assertEquals(2, answer.sslSession().orElseThrow().getPeerCertificates().length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void theKeyMayBeOfEitherKind(String algorithm) throws Exception {
        TestCertificate.make(folder, "-keyalg", algorithm);
        assertNotNull(PemFiles.read(files()).context());
    }

    @Test
    void theRefusalOfAKeyOfAnotherKindNamesTheKinds() throws Exception {
        TestCertificate.make(folder, "-keyalg", "Ed25519");
        var refused = assertThrows(IllegalArgumentException.class, () -> PemFiles.read(files()));
        assertTrue(
                refused.getMessage().endsWith(": the key is damaged, or neither an RSA nor an EC key"),
                refused::getMessage);
    }

    @Test
    void certificateAndKeyMayBeInOneFile() throws Exception {
        TestCertificate.make(folder);
        var certificate = Files.readString(folder.resolve("certificate.pem"));
        var key = Files.readString(folder.resolve("key.pem"));
        var both = folder.resolve("both.pem");
        for (var content : List.of(certificate + key, key + "Bag Attributes: none\n" + certificate)) {
            Files.writeString(both, content);
            assertNotNull(PemFiles.read(new Settings.Tls(both, both)).context());
        }
    }

    @Test
    void aFileWithoutAWholeCertificateIsRefused() throws Exception {
        TestCertificate.make(folder);
        var file = folder.resolve("certificate.pem");
        var whole = Files.readString(file);
        for (var damaged : Map.of(
                        Files.readString(folder.resolve("key.pem")),
                        "there is no certificate in " + file,
                        whole + whole.substring(0, 100),
                        "a certificate in " + file + " is not whole",
                        whole.replaceFirst("\n.{20}", "\n"),
                        "a certificate in " + file + " is damaged")
                .entrySet()) {
            Files.writeString(file, damaged.getKey());
            var refused = assertThrows(IllegalArgumentException.class, () -> PemFiles.read(files()));
            assertTrue(refused.getMessage().contains(damaged.getValue()), refused::getMessage);
        }
    }

    @Test
    void theRefusalOfADamagedKeyNamesItsFile() throws Exception {
        TestCertificate.make(folder);
        var certificate = folder.resolve("certificate.pem");
        var key = folder.resolve("key.pem");
        var whole = Files.readString(key);
        for (var damaged : List.of(
                whole.substring(0, whole.indexOf("-----END")),
                whole.replaceFirst("(?s)KEY-----\n.*\n-----END", "KEY-----\nA\n-----END"),
                whole.substring(0, 100) + "\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(key, damaged);
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> PemFiles.read(new Settings.Tls(certificate, key)), damaged);
            assertTrue(refused.getMessage().contains(key.toString()), refused::getMessage);
        }
    }
}
