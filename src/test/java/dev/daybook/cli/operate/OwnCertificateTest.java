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
        found(Diagnosis.Level.problem, "certificate 1 of " + file + " is valid only from 20", -1);
        found(Diagnosis.Level.warning, "certificate 2 of " + file + " is valid until 20", 1);
        var expired = found(Diagnosis.Level.problem, "certificate 2 of " + file + " is valid until 20", 3);
        assertEquals("put a renewed one into the file; a running server reads it by itself", expired.remedy());
    }

    @Test
    void aLongTimeLeftIsInOrder() throws Exception {
        TestCertificate.make(folder, "-validity", "90");
        var start = "certificate 1 of " + folder.resolve("certificate.pem") + " is valid until 20";
        found(Diagnosis.Level.ok, start, 60);
        found(Diagnosis.Level.warning, start, 80);
    }

    private Diagnosis found(Diagnosis.Level level, String start, int days) {
        var time = Instant.now().plus(Duration.ofDays(days));
        var found = OwnCertificate.diagnosis(folder.resolve("certificate.pem"), time);
        assertEquals(level, found.level(), found::toString);
        assertTrue(found.what().startsWith(start), found::toString);
        return found;
    }
}
