package dev.daybook.server;

import dev.daybook.domain.message.FileReason;
import java.io.ByteArrayInputStream;
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
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reader of a certificate chain and its private key in PEM. Both may be in one file, in any order. */
public final class PemFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
    private static final char[] IN_MEMORY = new char[0];
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    /** A certificate up to its last line, or up to the end of the file if this line is missing. */
    private static final Pattern CERTIFICATE =
            Pattern.compile("(?s)-----BEGIN ((?:X509 )?CERTIFICATE)-----.*?(-----END \\1-----|\\z)");

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
            requireFile(tls.certificate());
            var chain = chain(tls.certificate());
            check(key, chain.get(0));
            warn(tls.certificate(), chain);
            keys.setKeyEntry("daybook", key, IN_MEMORY, chain.toArray(new Certificate[0]));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, IN_MEMORY);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Certificates.Pair(
                    context, firstToEnd(chain).getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "cannot use the TLS files " + tls.certificate() + " and " + tls.key() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /**
     * The TLS context of a client that accepts every server, whatever its certificate and host name. Only for a request
     * that has no secret, to the address in {@code --host}.
     */
    public static SSLContext contextForAnyCertificate() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, SslContextFactory.TRUST_ALL_CERTS, null);
        return context;
    }

    /**
     * Refuses a key that does not match the certificate, because browsers would fail without a clear reason.
     *
     * @param own the server's own certificate
     */
    private static void check(PrivateKey key, X509Certificate own) throws IOException, GeneralSecurityException {
        if (!isOf(key, own.getPublicKey())) {
            throw new IOException("the key is not the one of the first certificate");
        }
    }

    /** Warns about each certificate of the chain that is expired or not yet valid. */
    private static void warn(Path file, List<X509Certificate> chain) {
        for (var certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException | CertificateNotYetValidException invalid) {
                LOG.warn(
                        "{} is valid from {} until {}, which is not now: clients may refuse it",
                        name(file, chain, certificate),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
            }
        }
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

    /**
     * The certificates of a file, in order. Ignores everything else in the file, such as a key.
     *
     * @throws IOException if the file cannot be read
     * @throws CertificateException if there is no certificate, or one is damaged; the message names the file
     */
    public static List<X509Certificate> chain(Path file) throws IOException, CertificateException {
        var chain = new ArrayList<X509Certificate>();
        var found = CERTIFICATE.matcher(text(file));
        while (found.find()) {
            if (found.group(2).isEmpty()) {
                throw new CertificateException(
                        "a certificate in " + file + " is not whole: its last line (END CERTIFICATE) is missing");
            }
            chain.add(certificate(file, found.group()));
        }
        if (chain.isEmpty()) {
            throw new CertificateException("there is no certificate in " + file);
        }
        return chain;
    }

    /**
     * Of the certificates of a chain, the one that expires first: from then on, clients may refuse the whole chain.
     */
    public static X509Certificate firstToEnd(List<X509Certificate> chain) {
        return Collections.min(chain, Comparator.comparing(X509Certificate::getNotAfter));
    }

    /** What messages call a certificate of the chain in a file: its number and the file. */
    public static String name(Path file, List<X509Certificate> chain, X509Certificate certificate) {
        return "certificate " + (chain.indexOf(certificate) + 1) + " of " + file;
    }

    private static X509Certificate certificate(Path file, String pem) throws CertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CertificateException damaged) {
            throw new CertificateException(
                    "a certificate in " + file + " is damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** The content of a file. In this charset any bytes are text, so a file in another format gets a clear message. */
    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
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
        var pem = text(tls.key());
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
