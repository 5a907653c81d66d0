package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        try (var certificates = new Certificates(new Settings.Tls(certificate, key))) {
            var factory = certificates.factory();
            var first = factory.getSslContext();
            // In another folder, because the server looks for a new pair on its own, too.
            var later = Files.createDirectory(folder.resolve("later"));
            TestCertificate.make(later);

            Files.writeString(certificate, Files.readString(later.resolve("certificate.pem")));
            certificates.look();
            assertSame(first, factory.getSslContext(), "the key is not the one of the certificate");
            Files.delete(key);
            certificates.look();
            assertSame(first, factory.getSslContext(), "there is no key");
            Files.writeString(key, Files.readString(later.resolve("key.pem")));
            certificates.look();
            assertNotSame(first, factory.getSslContext());
        }
    }

    @Test
    void theKeyMayFollowTheCertificateInOneFile() throws Exception {
        TestCertificate.make(folder);
        var certificate = folder.resolve("certificate.pem");
        var both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(certificate) + Files.readString(folder.resolve("key.pem")));
        try (var certificates = new Certificates(new Settings.Tls(certificate, both))) {
            assertNotNull(certificates.factory().getSslContext());
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
