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
 * A certificate for 127.0.0.1 and receiver.example, in the files {@code certificate.pem} and {@code key.pem} of a
 * folder. It is self-signed, unless it was made by {@link #makeChain}.
 *
 * @param certificate the certificate that clients must trust: that of the authority, or else the self-signed one
 */
public record TestCertificate(Certificate certificate) {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    /** Makes a new certificate with the JDK's tool, and writes both files in the form that usual tools give them. */
    public static TestCertificate make(Path folder, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        return make(folder, List.of(), List.of(options));
    }

    /** Like {@link #make}, but signed by an authority, whose certificate comes second in the file. */
    public static TestCertificate makeChain(Path folder, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        return makeChain(folder, List.of(), List.of(options));
    }

    /** Like {@link #makeChain(Path, String...)}, but the certificate of the authority has expired. */
    public static TestCertificate makeExpiredChain(Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        return makeChain(folder, List.of("-startdate", "-10d"), List.of());
    }

    private static TestCertificate makeChain(Path folder, List<String> ofAuthority, List<String> options)
            throws IOException, InterruptedException, GeneralSecurityException {
        var authority = new ArrayList<>(
                List.of("-alias", "authority", "-dname", "CN=Test Authority", "-ext", "bc:critical=ca:true"));
        authority.addAll(ofAuthority);
        var own = new ArrayList<>(options);
        own.addAll(List.of("-signer", "authority"));
        return make(folder, authority, own);
    }

    private static TestCertificate make(Path folder, List<String> authority, List<String> options)
            throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("keys.p12");
        Files.deleteIfExists(file);
        if (!authority.isEmpty()) {
            makeKeyPair(file, authority);
        }
        var own = new ArrayList<>(
                List.of("-alias", "test", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1,DNS:receiver.example"));
        own.addAll(options);
        makeKeyPair(file, own);
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.writeString(
                folder.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded()));
        var chain = keys.getCertificateChain("test");
        var text = new StringBuilder();
        for (var certificate : chain) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve("certificate.pem"), text);
        return new TestCertificate(chain[chain.length - 1]);
    }

    private static void makeKeyPair(Path file, List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                // Without these, most of its time is for the slow compiler and for the iterations that protect a
                // password.
                "-J-XX:TieredStopAtLevel=1",
                "-J-Dkeystore.pkcs12.macIterationCount=1",
                "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
                "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD)));
        command.addAll(options);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private static String pem(String kind, byte[] content) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
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
        var trusted = empty();
        trusted.setCertificateEntry("test", certificate);
        return trusting(trusted);
    }

    /** A context whose trust store has no certificate. */
    public static SSLContext trustingNone() throws GeneralSecurityException, IOException {
        return trusting(empty());
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private static SSLContext trusting(KeyStore trusted) throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
