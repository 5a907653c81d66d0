package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.serve.ServerProcess;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
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
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The server in its own process: its ready line, TLS, and its end by SIGTERM. */
class ServeCommandTest {

    @TempDir
    private Path folder;

    @Test
    void servePrintsItsAddressAndExitsWithZeroOnSigterm() throws Exception {
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
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void serveAnswersOverTls() throws Exception {
        createAccount();
        var certificate = TestCertificate.make(folder);
        var process = serve(
                "--tls-certificate", folder.resolve("certificate.pem").toString(),
                "--tls-key", folder.resolve("key.pem").toString());
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var address = address(out);
            assertTrue(address.startsWith("https://"), address);
            var client =
                    HttpClient.newBuilder().sslContext(certificate.trusting()).build();
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/healthz/ready"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "max-age=31536000",
                    answer.headers().firstValue("Strict-Transport-Security").orElseThrow());
            var logIn = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/console/login"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            var cookies = logIn.headers().allValues("Set-Cookie");
            assertFalse(cookies.isEmpty());
            cookies.forEach(cookie -> assertTrue(cookie.contains("; Secure"), cookie));
            var port = Integer.toString(URI.create(address).getPort());
            var file = folder.resolve("certificate.pem").toString();
            var ready = Outcome.of("ready", "--port", port, "--tls-certificate", file, "--wait", "60");
            assertEquals("ready\n", ready.expect(Main.DONE).out());
            Outcome.of("ready", "--port", port).expect(Main.FAILED);
            var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            TestCertificate.make(elsewhere);
            var other = elsewhere.resolve("certificate.pem").toString();
            String[] asked = {"ready", "--port", port, "--tls-certificate", other};
            var working = Outcome.repeatedWhile("does not answer", asked).expect(Main.DONE);
            assertEquals("ready\n", working.out());
            assertEquals(
                    "daybook: warning: the server uses another certificate than the first one of " + other + "\n",
                    working.err());

            var renewed = TestCertificate.make(folder);
            var reader = HttpClient.newBuilder().sslContext(renewed.trusting());
            Waits.until(() -> answers(reader.build(), address), () -> "the renewed certificate is not used");
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean answers(HttpClient client, String address) throws Exception {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + "/healthz/ready"));
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (SSLException untrusted) {
            return false;
        }
    }

    /**
     * A server starts while another process holds the write lock, for an erasure or an import. A start takes the lock
     * only if it must write; if it cannot take the lock, it warns and goes on.
     */
    @Test
    @SuppressWarnings("try") // the lock is held while the server starts
    void servesWhileAnotherProgramHoldsTheWriteLock() throws Exception {
        createAccount();
        try (var unused = WriteLock.of("sqlite:" + data() + "/daybook.db", "")) {
            var token = folder.resolve("token");
            var warned = errorsOfAStart(
                    "--lame-duck", "0", "--init-account", "1000298", "--init-token-file", token.toString());
            assertTrue(warned.contains("\"message\":\"the link that makes the console's first operator"), warned);
            assertTrue(warned.contains("daybook user create EMAIL --operator"), warned);
        }
        Outcome.of("user", "create", "asha@shop.example", "--operator", "--data", data())
                .expect(Main.DONE);
        try (var unused = WriteLock.of("sqlite:" + data() + "/daybook.db", "")) {
            var silent = errorsOfAStart("--lame-duck", "0");
            assertFalse(silent.contains("the link that makes"), silent);
        }
    }

    /** Starts a server, asks it whether it is ready, stops it, and returns its standard error. */
    private String errorsOfAStart(String... options) throws Exception {
        var process = serve(options);
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(answers(HttpClient.newHttpClient(), address(out)));
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            return Files.readString(folder.resolve("log"));
        } finally {
            process.destroyForcibly();
        }
    }

    /** A server starts even if the search for the last write fails: it uses the last write only for a warning. */
    @Test
    void aServerStartsEvenIfTheLastWriteCannotBeRead() throws Exception {
        createAccount();
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + data() + "/daybook.db");
                var statement = database.createStatement()) {
            statement.execute("DROP TABLE audit");
        }
        var process = serve("--lame-duck", "0");
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(answers(HttpClient.newHttpClient(), address(out)));
            Waits.read(
                    () -> Files.readString(folder.resolve("log")),
                    log -> log.contains("the clock could not be checked"));
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * A start that fails after it has registered the shutdown hook. If the hook then ran, it would end the process with
     * code 0.
     */
    public static final class FailingStart {
        private FailingStart() {}

        /** Does what {@link Main} does with a command that fails. */
        public static void main(String[] arguments) throws Exception {
            try {
                ServerProcess.run(CommandSpec.create(), () -> System.out.println("closed"), () -> {
                    throw new IllegalStateException("cannot go on");
                });
            } catch (IllegalStateException failure) {
                System.out.println(failure.getMessage());
                System.exit(Main.FAILED);
            }
        }
    }

    @Test
    void aLateFailureOfTheStartClosesTheServerAndExitsWithAnError() throws Exception {
        var process = new ProcessBuilder(JavaCommand.withTests(FailingStart.class.getName())).start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals(List.of("closed", "cannot go on"), out.lines().toList());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(Main.FAILED, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * The unit restarts a server after exit code 1 and not after 2. A renewal of the certificate may be half done, or a
     * volume may not be mounted yet.
     */
    @Test
    void anUnusableFileOrFolderIsAFailureAndAnUnknownNameIsWrongUsage() throws Exception {
        createAccount();
        TestCertificate.make(folder);
        var key = Files.readString(folder.resolve("key.pem"));
        TestCertificate.make(folder);
        Files.writeString(folder.resolve("key.pem"), key);
        var settings = "tls-certificate=" + folder.resolve("certificate.pem") + "\ntls-key=" + folder.resolve("key.pem")
                + "\nport=0\n";
        var file = Files.writeString(folder.resolve("daybook.properties"), settings);
        var configured = Map.of("DAYBOOK_CONFIG", file.toString(), "DAYBOOK_DATA", data());
        var mismatch = "the key is not the one of the first certificate";

        var served = Outcome.of(configured, "serve").expect(Main.FAILED).err();
        assertTrue(served.contains(mismatch), served);
        assertFalse(served.contains("\tat "), served);
        var checked = Outcome.of(configured, "config", "check")
                .expect(CommandLine.ExitCode.USAGE)
                .err();
        assertTrue(checked.contains(mismatch), checked);

        Files.writeString(file, "backup-folder=" + folder.resolve("none") + "\nport=0\n");
        var unmounted = Outcome.of(configured, "serve").expect(Main.FAILED).err();
        assertEquals("daybook: --backup-folder: there is no folder " + folder.resolve("none") + "\n", unmounted);

        Files.writeString(file, settings + "prot=1\n");
        Outcome.of(configured, "serve").expect(CommandLine.ExitCode.USAGE);
    }

    @Test
    void warnsOfATlsCertificateThatHasExpiredAndNamesThePortsThatItHasPicked() throws Exception {
        createAccount();
        TestCertificate.make(folder, "-startdate", "-10d");
        var process = serve(
                "--admin-port",
                "0",
                "--console-port",
                "0",
                "--tls-certificate",
                folder.resolve("certificate.pem").toString(),
                "--tls-key",
                folder.resolve("key.pem").toString());
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            address(out);
            var log = Files.readString(folder.resolve("log"));
            assertTrue(log.contains("which is not now: clients may refuse it"), log);
            assertTrue(
                    Pattern.compile("(?m)^The admin port is [1-9][0-9]*$")
                            .matcher(log)
                            .find(),
                    log);
            assertTrue(
                    Pattern.compile("(?m)^The console port is [1-9][0-9]*$")
                            .matcher(log)
                            .find(),
                    log);
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
        var command = JavaCommand.daybook("serve", "--port", "0", "--data", data());
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
}
