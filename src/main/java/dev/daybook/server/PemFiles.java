package dev.daybook.server;

import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reader of a certificate chain and its private key in PEM. */
final class PemFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
    private static final char[] IN_MEMORY = new char[0];
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final byte[] PROBE = new byte[32];

    private PemFiles() {}

    /**
     * Reads the certificate and key of these files.
     *
     * @throws IllegalArgumentException if a file cannot be read (the message names the file and what was expected), or
     *     if the key does not match the certificate
     */
    static Certificates.Pair read(Settings.Tls tls) {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, IN_MEMORY);
            var key = privateKey(tls);
            var certificates = certificates(tls);
            var own = check(key, certificates);
            keys.setKeyEntry("daybook", key, IN_MEMORY, certificates);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, IN_MEMORY);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Certificates.Pair(context, own.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "cannot use the TLS files " + tls.certificate() + " and " + tls.key() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /**
     * Refuses a key that does not match the certificate, because browsers would fail without a clear reason. Warns
     * about a certificate that is expired or not yet valid. Returns the server's own certificate.
     */
    private static X509Certificate check(PrivateKey key, Certificate[] certificates)
            throws IOException, GeneralSecurityException {
        if (certificates.length == 0 || !(certificates[0] instanceof X509Certificate own)) {
            throw new IOException("there is no certificate in the first file");
        }
        if (!isOf(key, own.getPublicKey())) {
            throw new IOException("the key is not the one of the first certificate");
        }
        try {
            own.checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException invalid) {
            LOG.warn(
                    "the TLS certificate is valid from {} until {}, which is not now: clients will refuse it",
                    own.getNotBefore().toInstant(),
                    own.getNotAfter().toInstant());
        }
        return own;
    }

    /**
     * Whether the private key belongs to the certificate: a signature by the private key is verified with the public
     * key of the certificate.
     */
    private static boolean isOf(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        var signature = Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(PROBE);
        var signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /**
     * Refuses a file that is missing, unreadable or a folder, with a message that says which of these it is. The
     * message of Java's own exception may be only the file's name.
     */
    private static void requireFile(Path file) throws IOException {
        if (FileReason.isMissing(file)) {
            throw new IOException("there is no file " + file);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException(file + (Files.isDirectory(file) ? " is a folder" : " is not readable for this user"));
        }
    }

    private static Certificate[] certificates(Settings.Tls tls) throws IOException, GeneralSecurityException {
        requireFile(tls.certificate());
        try (var file = Files.newInputStream(tls.certificate())) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(file)
                    .toArray(new Certificate[0]);
        }
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException damaged) {
            throw new IOException("the key is damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static PrivateKey privateKey(Settings.Tls tls) throws IOException, GeneralSecurityException {
        requireFile(tls.key());
        // Any bytes are text in this charset, so a key in another format gets the message below.
        var pem = Files.readString(tls.key(), StandardCharsets.ISO_8859_1);
        // The same file may have the certificate before the key.
        var begin = pem.indexOf(KEY_BEGIN);
        if (begin < 0) {
            throw new IOException("the key must be in PEM as PKCS #8, not encrypted (BEGIN PRIVATE KEY)");
        }
        var end = pem.indexOf(KEY_END, begin);
        if (end < 0) {
            throw new IOException("the key is not whole: its last line (END PRIVATE KEY) is missing");
        }
        var spec = new PKCS8EncodedKeySpec(decoded(pem.substring(begin + KEY_BEGIN.length(), end)));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            return ecKey(spec);
        }
    }

    private static PrivateKey ecKey(PKCS8EncodedKeySpec spec) throws IOException, GeneralSecurityException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (InvalidKeySpecException other) {
            throw new IOException("the key is damaged, or neither an RSA nor an EC key", other);
        }
    }
}
