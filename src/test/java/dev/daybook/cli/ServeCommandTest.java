package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server in its own process: its ready line, TLS, and its end by SIGTERM. */
class ServeCommandTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void saysWhereItIsReadyAndExitsWithZeroOnSigterm() throws Exception {
        createAccount();
        var process = serve();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var address = address(out);
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address + "/healthz/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            // Process.destroy is SIGTERM.
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void speaksTls() throws Exception {
        createAccount();
        var certificate = makeCertificate();
        var process = serve(
                "--tls-certificate", folder.resolve("certificate.pem").toString(),
                "--tls-key", folder.resolve("key.pem").toString());
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var address = address(out);
            assertTrue(address.startsWith("https://"), address);
            var client =
                    HttpClient.newBuilder().sslContext(trusting(certificate)).build();
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/healthz/ready"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "max-age=31536000",
                    answer.headers().firstValue("Strict-Transport-Security").orElseThrow());
            var port = Integer.toString(URI.create(address).getPort());
            var file = folder.resolve("certificate.pem").toString();
            var ready = Outcome.of("ready", "--port", port, "--tls-certificate", file);
            assertEquals("ready\n", ready.expect(Main.DONE).out());
            Outcome.of("ready", "--port", port).expect(Main.FAILED);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesATlsKeyOfAnotherCertificate() throws Exception {
        createAccount();
        makeCertificate();
        var key = Files.readString(folder.resolve("key.pem"));
        Files.delete(folder.resolve("keys.p12"));
        makeCertificate();
        Files.writeString(folder.resolve("key.pem"), key);
        var process = serve(
                "--tls-certificate", folder.resolve("certificate.pem").toString(),
                "--tls-key", folder.resolve("key.pem").toString());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertTrue(process.exitValue() != 0);
        var log = Files.readString(folder.resolve("log"));
        assertTrue(log.contains("the key is not the one of the first certificate"), log);
    }

    @Test
    void warnsOfATlsCertificateThatHasExpired() throws Exception {
        createAccount();
        makeCertificate("-startdate", "-10d");
        var process = serve(
                "--tls-certificate", folder.resolve("certificate.pem").toString(),
                "--tls-key", folder.resolve("key.pem").toString());
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            address(out);
            var log = Files.readString(folder.resolve("log"));
            assertTrue(log.contains("which is not now: clients will refuse it"), log);
        } finally {
            process.destroyForcibly();
        }
    }

    private void createAccount() {
        assertEquals(
                0, Main.run(Map.of(), "account", "create", "--cm-id", "1000298", "--name", "Test", "--data", data()));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Process serve(String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.daybook.cli.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private String address(BufferedReader out) throws IOException {
        var line = out.readLine();
        assertTrue(
                line != null && line.startsWith("Daybook is ready at "),
                line + Files.readString(folder.resolve("log")));
        return line.substring("Daybook is ready at ".length());
    }

    /** Creates a key for 127.0.0.1 with the JDK's tool, and writes it as the usual tools do. */
    private Certificate makeCertificate(String... options) throws Exception {
        var file = folder.resolve("keys.p12");
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
                "SAN=IP:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD)));
        command.addAll(List.of(options));
        var tool = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, tool.waitFor());
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        pem("key.pem", "PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded());
        pem("certificate.pem", "CERTIFICATE", keys.getCertificate("test").getEncoded());
        return keys.getCertificate("test");
    }

    private void pem(String name, String kind, byte[] content) throws IOException {
        var text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        Files.writeString(folder.resolve(name), text);
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
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
