package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.daybook.kit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed TLS files are taken over only if they fit each other. */
class CertificatesTest {
    @TempDir
    private Path folder;

    @Test
    void aHalfWrittenRenewalIsNotTakenOver() throws Exception {
        TestCertificate.make(folder);
        var key = folder.resolve("key.pem");
        try (var certificates = new Certificates(new Settings.Tls(folder.resolve("certificate.pem"), key))) {
            var factory = certificates.factory();
            var first = factory.getSslContext();
            var earlierKey = Files.readString(key);
            TestCertificate.make(folder);
            var laterKey = Files.readString(key);

            Files.writeString(key, earlierKey);
            certificates.look();
            assertSame(first, factory.getSslContext(), "the key is not the one of the certificate");
            Files.delete(key);
            certificates.look();
            assertSame(first, factory.getSslContext(), "there is no key");
            Files.writeString(key, laterKey);
            certificates.look();
            assertNotSame(first, factory.getSslContext());
        }
    }
}
