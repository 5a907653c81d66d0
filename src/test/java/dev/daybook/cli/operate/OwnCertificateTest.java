package dev.daybook.cli.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says about a certificate chain at several times. */
class OwnCertificateTest {
    @TempDir
    private Path folder;

    /** The first certificate is valid for 90 days from now on, the second one for 2 days. */
    @Test
    void theWholeChainMustBeValidNow() throws Exception {
        TestCertificate.makeChain(folder, "-validity", "90");
        var file = folder.resolve("certificate.pem");
        found(Diagnosis.Level.problem, file + " is valid only from 20", -1);
        found(Diagnosis.Level.warning, "certificate 2 of " + file + " is valid until 20", 1);
        found(Diagnosis.Level.problem, "certificate 2 of " + file + " is valid until 20", 3);
    }

    @Test
    void aLongTimeLeftIsInOrder() throws Exception {
        TestCertificate.make(folder, "-validity", "90");
        found(Diagnosis.Level.ok, folder.resolve("certificate.pem") + " is valid until 20", 60);
        found(Diagnosis.Level.warning, folder.resolve("certificate.pem") + " is valid until 20", 80);
    }

    private void found(Diagnosis.Level level, String start, int days) {
        var time = Instant.now().plus(Duration.ofDays(days));
        var found = OwnCertificate.diagnosis(folder.resolve("certificate.pem"), time);
        assertEquals(level, found.level(), found::toString);
        assertTrue(found.what().startsWith(start), found::toString);
    }
}
