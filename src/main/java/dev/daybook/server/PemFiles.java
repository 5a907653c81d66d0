package dev.daybook.server;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads a certificate chain and its private key as the usual tools write them. */
final class PemFiles {
    private static final char[] IN_MEMORY = new char[0];

    private PemFiles() {}

    /**
     * A TLS context with the certificate and key of these files.
     *
     * @throws IllegalArgumentException if they cannot be read, with the file and what was expected
     */
    static SSLContext context(Settings.Tls tls) {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, IN_MEMORY);
            keys.setKeyEntry("daybook", privateKey(tls), IN_MEMORY, certificates(tls));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, IN_MEMORY);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "cannot use the TLS files " + tls.certificate() + " and " + tls.key() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static Certificate[] certificates(Settings.Tls tls) throws IOException, GeneralSecurityException {
        try (var file = Files.newInputStream(tls.certificate())) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(file)
                    .toArray(new Certificate[0]);
        }
    }

    private static PrivateKey privateKey(Settings.Tls tls) throws IOException, GeneralSecurityException {
        var pem = Files.readString(tls.key());
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IOException("the key must be in PEM as PKCS #8, not encrypted (BEGIN PRIVATE KEY)");
        }
        var base64 = pem.substring(pem.indexOf("-----BEGIN PRIVATE KEY-----") + 27, pem.indexOf("-----END"))
                .replaceAll("\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }
}
