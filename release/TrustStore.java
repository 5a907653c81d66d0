import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/**
 * Writes the CA certificates of a folder as the trust store of a Java runtime, {@code lib/security/cacerts}: in PKCS #12,
 * without a password. The same certificates give the same bytes. Called by release/build as {@code java TrustStore.java
 * FOLDER FILE}.
 */
final class TrustStore {
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var x509 = CertificateFactory.getInstance("X.509");
        try (var files = Files.list(Path.of(arguments[0]))) {
            for (var file : files.sorted().toList()) {
                try (var certificate = Files.newInputStream(file)) {
                    store.setCertificateEntry(file.getFileName().toString(), x509.generateCertificate(certificate));
                }
            }
        }
        try (var written = Files.newOutputStream(Path.of(arguments[1]))) {
            store.store(written, null);
        }
    }
}
