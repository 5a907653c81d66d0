package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.kit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented commands make Java trust another authority besides the public ones. */
@Tag("jdk")
class OwnAuthorityTest {
    private static final Path GUIDE = Path.of("docs", "operating.md");
    private static final String PROPERTY = "javax.net.ssl.trustStore";

    @TempDir
    private Path folder;

    @Test
    void theDocumentedTrustStoreHasTheOwnAndThePublicAuthorities() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not there");
        var own = TestCertificate.make(folder).certificate();
        Files.move(folder.resolve("certificate.pem"), folder.resolve("authority.pem"));
        var script = DocumentBlock.of(GUIDE).stream()
                .map(DocumentBlock::script)
                .filter(text -> text.contains("keytool -importcert"))
                .findFirst()
                .orElseThrow()
                .replace("sudo ", "")
                .replace("/usr/lib/daybook/lib/runtime", System.getProperty("java.home"))
                .replace("/etc/daybook", folder.toString());
        var steps = new ProcessBuilder("/bin/bash", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(steps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, steps.waitFor(), script + "\n" + output);

        assertTrue(Files.readString(GUIDE).contains("-D" + PROPERTY + "=/etc/daybook/cacerts"));
        var expected = new HashSet<>(trusted());
        expected.add((X509Certificate) own);
        var before = System.setProperty(PROPERTY, folder.resolve("cacerts").toString());
        try {
            assertEquals(expected, trusted());
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    /** The authorities that a new connection over TLS would trust. */
    private static Set<X509Certificate> trusted() throws Exception {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Set.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
    }
}
