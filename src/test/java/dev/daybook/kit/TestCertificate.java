package dev.daybook.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1 and receiver.example, in the files {@code certificate.pem} and {@code
 * key.pem} of a folder.
 *
 * @param certificate the certificate
 */
public record TestCertificate(Certificate certificate) {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    /** Makes a new certificate with the JDK's tool, and writes both files in the form that usual tools give them. */
    public static TestCertificate make(Path folder, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("keys.p12");
        Files.deleteIfExists(file);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1,DNS:receiver.example",
                "-validity",
                "2",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD)));
        command.addAll(List.of(options));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        write(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("test", PASSWORD).getEncoded());
        write(
                folder.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("test").getEncoded());
        return new TestCertificate(keys.getCertificate("test"));
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    /** The context of a server with the certificate that was made in this folder. */
    public static SSLContext serving(Path folder) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A context that trusts this certificate and no other. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("test", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
