package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.serve.ServerOptions;
import dev.daybook.domain.Problem;
import dev.daybook.http.pipeline.Failures;
import dev.daybook.kit.Misbehaviour;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.VendorAnswer;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.Waits;
import dev.daybook.server.Settings;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Tests the commands for people who operate a server, and their output for programs. */
class OperatingCommandsTest {
    /** Messages of {@code ready} if a busy machine delays the answer by three seconds. */
    private static final String DELAYED = "does not answer within|no server answers";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void theDoctorReportsNoProblemForAHealthyServer(TestDatabase database) {
        var url = database.newUrl();
        TestServer.start(DatabaseUrl.parse(url)).close();
        Outcome.of("backup", "--out", folder.toString(), "--database-url", url).expect(Main.DONE);
        var outcome = Outcome.of("doctor", "--database-url", url, "--backups", folder.toString());
        var said = outcome.out();
        assertTrue(said.contains("database") && said.contains("clock") && said.contains("is 0 hours old"), said);
        // The doctor warns about the PostgreSQL of the tests, whose durable writes are off to make it fast.
        var wrong = said.lines()
                .filter(line -> line.startsWith("warning") || line.startsWith("problem"))
                .filter(line -> !line.contains(" is off: acknowledged writes can be lost"))
                .toList();
        assertEquals(List.of(), wrong);
        outcome.expect(said.contains("fsync is off") ? Main.FAILED : Main.DONE);
        assertEquals(database == TestDatabase.POSTGRESQL, said.contains("fsync is off"), said);
        assertEquals(database == TestDatabase.SQLITE, said.contains("no damage was found"), said);
    }

    @Test
    void theDoctorNamesEachProblemAndItsRemedy() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        Files.setPosixFilePermissions(
                TestDatabase.file(DatabaseUrl.parse(url)), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(folder.resolve("daybook-20200101T000000Z.tar"), "");
        Files.writeString(folder.resolve("daybook-99999999T999999Z.tar"), "the name has no time");
        var text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        var doctor = new String[] {
            "doctor", "--database-url", url, "--backups", folder.toString(), "--tls-certificate", text.toString()
        };
        var said = Outcome.of(doctor).expect(Main.FAILED).out();
        for (var expected : List.of(
                "others can read the database file",
                "chmod 600",
                "account 7 has no valid key",
                "daybook key create --cm-id 7 --database-url " + url + "\n",
                "daybook-20200101T000000Z.tar is ",
                "there is no certificate in " + text)) {
            assertTrue(said.contains(expected), expected + " is not in\n" + said);
        }
        for (var place : List.of(text, folder.resolve("none"))) {
            var unread = Outcome.of("doctor", "--database-url", url, "--backups", place.toString())
                    .expect(Main.FAILED)
                    .out();
            assertFalse(unread.contains("Exception"), unread);
            assertTrue(unread.contains("name the folder of the backups with --backups"), unread);
        }
        var missing = Outcome.of("doctor", "--database-url", "sqlite:" + folder.resolve("none.db"))
                .expect(Main.FAILED);
        assertTrue(missing.out().contains("there is no database"), missing::out);
        var unusable = Outcome.of("doctor", "--json", "--database-url", "sqlite:" + text.resolve("none.db"))
                .expect(Main.FAILED);
        assertEquals("", unusable.err());
        for (var expected : List.of(
                "\"level\":\"problem\",\"place\":\"database\",\"what\":\"cannot make the folder " + text,
                "\"place\":\"backup\"")) {
            assertTrue(unusable.out().contains(expected), unusable::out);
        }
    }

    @Test
    void theDoctorIgnoresImportedTimesWhenItChecksTheClock() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        for (var file : Map.of(
                        "customers", "name,phone,created_at\nAsha,9000000001,2055-05-02\n",
                        "tickets", "title,created_at\nHelp,2055-05-02\n",
                        "orders", "customer_name,phone,created_at\nMeera,9000000002,2055-05-02\n")
                .entrySet()) {
            var path = Files.writeString(folder.resolve(file.getKey() + ".csv"), file.getValue());
            Outcome.ofImport(url, 7, file.getKey(), path).expect(Main.DONE);
        }
        var told = Outcome.of("doctor", "--database-url", url).expect(Main.DONE).out();
        // Checks only the line of the clock: the random name of the folder may contain the digits 2055, too.
        var clock =
                told.lines().filter(line -> line.startsWith("ok       clock")).toList();
        assertEquals(1, clock.size(), told);
        assertFalse(clock.get(0).contains("2055"), told);
    }

    @Test
    void theDoctorReportsDamageAndTheChecksThatCouldNotRun() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        damage(url, "customer");
        damage(url, "api_key");
        var told = Outcome.of("doctor", "--database-url", url).expect(Main.FAILED);
        assertEquals("", told.err());
        for (var expected : List.of(
                "problem  database     the file is damaged: ",
                "-> restore the last backup: daybook restore",
                "ok       database     ",
                "problem  clock        could not be asked: the database is damaged",
                "problem  keys         could not be asked: the database is damaged",
                "note     backup       not looked at")) {
            assertTrue(told.out().contains(expected), expected + " is not in\n" + told.out());
        }
    }

    @Test
    void aBackupReportsADamagedDatabaseAndIsRetried() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        damage(url, "customer");
        var once = Outcome.of("backup", "--out", folder.toString(), "--database-url", url)
                .expect(Main.FAILED)
                .err();
        assertTrue(once.startsWith("daybook: the database is damaged, and no backup was made"), once);
        assertEquals(1, once.lines().count(), once);

        var err = new StringWriter();
        var repeated = new Thread(() -> Main.run(
                Map.of(),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                "backup",
                "--out",
                folder.toString(),
                "--every",
                "1d",
                "--database-url",
                url));
        repeated.start();
        Waits.until(() -> !repeated.isAlive() || err.toString().contains(" no backup: "), () -> err);
        assertTrue(repeated.isAlive(), err::toString);
        repeated.interrupt();
        repeated.join(60_000);
        assertTrue(err.toString().contains(" no backup: the database is damaged"), err::toString);
    }

    /** The new backup is reported even if an older one cannot be deleted: here, a folder that is not empty. */
    @Test
    void aNewBackupIsReportedEvenIfAnOlderOneCannotBeDeleted() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("daybook-20200102T000000Z.tar"))
                .resolve("x"));
        var older = Files.createFile(folder.resolve("daybook-20200101T000000Z.tar"));
        var url = TestDatabase.SQLITE.newUrl();
        TestServer.start(DatabaseUrl.parse(url)).close();
        String[] backup = {"backup", "--keep", "1", "--out", folder.toString(), "--database-url", url};
        var outcome = Outcome.of(backup).expect(Main.FAILED);
        assertTrue(Files.exists(Path.of(outcome.out().strip())), outcome::toString);
        assertTrue(outcome.err().contains("Verified: "), outcome::err);
        assertTrue(outcome.err().contains("1 older backup deleted"), outcome::err);
        assertTrue(
                outcome.err().contains("the backup was made, but daybook-20200102T000000Z.tar could not be deleted: "),
                outcome::err);
        assertFalse(Files.exists(older), "a backup that cannot be deleted does not protect others");
    }

    /** Overwrites the first page of a table, as a bad disk may. */
    private static void damage(String url, String table) throws Exception {
        var file = TestDatabase.file(DatabaseUrl.parse(url));
        long size;
        long page;
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            size = statement.executeQuery("PRAGMA page_size").getLong(1);
            page = statement
                    .executeQuery("SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'")
                    .getLong(1);
        }
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((page - 1) * size);
            raw.write(new byte[(int) size]);
        }
    }

    /**
     * The doctor reports a backup with a time in the future. Otherwise one backup that was made while the clock was
     * ahead would look new for years.
     */
    @Test
    void theDoctorReportsABackupWithATimeInTheFuture() throws IOException {
        Files.createFile(folder.resolve("daybook-20200101T000000Z.tar"));
        Files.createFile(folder.resolve("daybook-99990101T000000Z.tar"));
        var url = TestDatabase.SQLITE.newUrl();
        var said = Outcome.of("doctor", "--database-url", url, "--backups", folder.toString())
                .expect(Main.FAILED)
                .out();
        assertTrue(said.contains("daybook-99990101T000000Z.tar has a time of the future"), said);
    }

    @Test
    void readyReportsWhetherTheServerIsReady() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var port = Integer.toString(server.uri("").getPort());
            assertEquals(
                    "ready\n",
                    Outcome.of("ready", "--port", port, "--wait", "60")
                            .expect(Main.DONE)
                            .out());
            assertEquals(
                    "ready\n",
                    Outcome.of(Map.of("DAYBOOK_PORT", port, "DAYBOOK_HOST", "0.0.0.0"), "ready", "--wait", "60")
                            .expect(Main.DONE)
                            .out());
        }
    }

    @Test
    void readySuggestsTheAdminPortIfHealthIsNotFound() {
        try (var server =
                TestServer.start(DatabaseUrl.parse(TestDatabase.SQLITE.newUrl()), settings -> settings.adminPort(0))) {
            var port = Integer.toString(server.uri("").getPort());
            var said = Outcome.repeatedWhile(DELAYED, "ready", "--port", port).expect(Main.FAILED);
            assertTrue(said.err().contains("a server with --admin-port has it there"), said.err());
        }
    }

    @Test
    void readyWarnsOfACertificateFileThatCannotBeRead() throws Exception {
        TestCertificate.make(folder);
        var tls = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        var none = folder.resolve("none.pem");
        var text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.tls(tls))) {
            var port = Integer.toString(server.uri("").getPort());
            assertEquals(
                    "daybook: warning: cannot read " + none + ": there is no such file\n",
                    Outcome.repeatedWhile(DELAYED, "ready", "--port", port, "--tls-certificate", none.toString())
                            .expect(Main.DONE)
                            .err());
            assertEquals(
                    "daybook: warning: there is no certificate in " + text + "\n",
                    Outcome.repeatedWhile(DELAYED, "ready", "--port", port, "--tls-certificate", text.toString())
                            .expect(Main.DONE)
                            .err());
        }
        try (var plain = TestServer.start(TestDatabase.SQLITE)) {
            var port = Integer.toString(plain.uri("").getPort());
            var said = Outcome.repeatedWhile(DELAYED, "ready", "--port", port, "--tls-certificate", text.toString())
                    .expect(Main.FAILED)
                    .err();
            // The reason between is Java's.
            assertTrue(
                    said.startsWith("daybook: no TLS connection with the server at https://127.0.0.1:" + port
                            + "/healthz/ready ("),
                    said);
            assertTrue(said.endsWith("); does it speak TLS?\n"), said);
        }
    }

    /**
     * {@code ready} waits three seconds for an answer and then says that the database may be out of reach: a server
     * whose PostgreSQL is unreachable answers only after five seconds.
     */
    @Test
    void readyReportsAServerThatDoesNotAnswerInTime() throws IOException {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(silent.getLocalPort());
            assertEquals(
                    "daybook: the server at http://127.0.0.1:" + port
                            + "/healthz/ready does not answer within 3 seconds; its database may be out of reach\n",
                    Outcome.repeatedWhile("no server answers", "ready", "--port", port)
                            .expect(Main.FAILED)
                            .err());
        }
    }

    /**
     * {@code ready} refuses port 0, because no server has this port. The unit of systemd repeats {@code ready --wait},
     * and would otherwise ask port 0 for ever.
     */
    @Test
    void readyRefusesPortZero() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var known = Integer.toString(server.uri("").getPort());
            Outcome.of(Map.of("DAYBOOK_PORT", "0", "DAYBOOK_ADMIN_PORT", known), "ready", "--wait", "60")
                    .expect(Main.DONE);
            for (var ports : List.of(List.of("--port", "0"), List.of("--port", known, "--admin-port", "0"))) {
                var asked = Stream.concat(Stream.of("ready", "--wait", "1"), ports.stream());
                var refused = Outcome.of(asked.toArray(String[]::new)).expect(2).err();
                assertTrue(
                        refused.startsWith(
                                "daybook: " + ports.get(ports.size() - 2) + " must be from 1 to 65535, not 0"),
                        refused);
            }
        }
    }

    @Test
    void readyAcceptsOnlyAnAnswerOfDaybook() {
        try (var other = VendorServer.start(List.of())) {
            var port = Integer.toString(other.uri().getPort());
            for (var body : List.of("{\"message\":\"Not Found\",\"status\":\"failed\"}", "<html></html>", "")) {
                other.misbehave(Misbehaviour.of("200", Misbehaviour.Sort.PROBE)
                        .unknownPaths(answer -> VendorAnswer.json(200, body)));
                var said =
                        Outcome.repeatedWhile(DELAYED, "ready", "--port", port).expect(Main.FAILED);
                assertTrue(said.err().contains("a server with --admin-port has it there"), said.err());
            }
        }
    }

    @Test
    void settingsAreShownWithTheirPlaceAndWithoutSecrets() throws IOException {
        var file = Files.writeString(folder.resolve("daybook.properties"), "port=9000\nrate=5\n");
        var environment =
                Map.of("DAYBOOK_DATABASE_URL", "postgresql://me:s3cret@db.example/daybook", "DAYBOOK_RATE", "7");
        var shown = Outcome.of(environment, "config", "print", "--config", file.toString())
                .expect(Main.DONE)
                .out();
        assertTrue(shown.contains("port\t9000\t" + file + " line 1\n"), shown);
        assertTrue(shown.contains("rate\t7\tthe variable DAYBOOK_RATE\n"), shown);
        assertTrue(shown.contains("host\t127.0.0.1\tdefault\n"), shown);
        assertTrue(shown.contains("database-url\tpostgresql://db.example/daybook\tthe variable"), shown);
        assertFalse(shown.contains("s3cret"), shown);
        Outcome.of(environment, "config", "check", "--config", file.toString()).expect(Main.DONE);
        var wrong =
                Outcome.of(Map.of("DAYBOOK_MAX_LIMIT", "99"), "config", "check").expect(2);
        assertFalse(wrong.err().isBlank());
        var noFile = Outcome.of(
                        Map.of("DAYBOOK_TLS_CERTIFICATE", "none.pem", "DAYBOOK_TLS_KEY", "none.pem"), "config", "check")
                .expect(2);
        assertTrue(noFile.err().contains("there is no file none.pem"), noFile::err);
    }

    /** A wrong value may contain a secret, so its place is shown instead. */
    @Test
    void aMalformedDatabaseUrlIsShownByItsPlace() throws IOException {
        var file = Files.writeString(folder.resolve("database-url"), "postgresql://daybook:p/w@db.example/daybook");
        var environment = Map.of("DAYBOOK_DATABASE_URL_FILE", file.toString());
        var place = "the file that DAYBOOK_DATABASE_URL_FILE names";
        var shown = Outcome.of(environment, "config", "print").expect(Main.DONE).out();
        assertTrue(
                shown.lines().anyMatch(line -> line.startsWith("database-url\t") && line.endsWith("\t" + place)),
                shown);
        assertTrue(shown.contains("port\t8080\tdefault\n"), shown);
        assertFalse(shown.contains("p/w"), shown);
        for (var command : List.of("serve", "config check")) {
            var refused =
                    Outcome.of(environment, command.split(" ", -1)).expect(2).err();
            assertTrue(refused.contains("(in " + place + ")"), refused);
            assertFalse(refused.contains("p/w"), refused);
        }
        var typed = "sqlite:" + folder.resolve("typed.db");
        Outcome.of(environment, "account", "create", "--cm-id", "7", "--name", "Typed", "--database-url", typed)
                .expect(Main.DONE);
    }

    /** A variable applies to every command, so a wrong value stops only commands that use it. */
    @Test
    void aWrongDatabaseSettingThatIsNotUsedIsIgnored() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "abc");
        for (var wrong : List.of(
                Map.of("DAYBOOK_DATABASE_URL", "postgresql://db.example:x/daybook"), Map.of("DAYBOOK_DATA", ""))) {
            Outcome.of(wrong, "serve", "--help").expect(Main.DONE);
            var asked = Outcome.of(
                    wrong, "account", "list", "--server", "http://127.0.0.1:1", "--admin-token-file", token.toString());
            assertTrue(asked.err().contains("http://127.0.0.1:1"), asked::err);
            assertFalse(asked.err().contains("--da"), asked::err);
        }
        var environment = Map.of("DAYBOOK_DATA", "", "DAYBOOK_DATABASE_URL", "sqlite:" + folder.resolve("beside.db"));
        Outcome.of(environment, "account", "create", "--cm-id", "7", "--name", "Example")
                .expect(Main.DONE);
    }

    @Test
    void aPasswordInAnAddressIsNotShown() {
        for (var name : List.of("URL", "SERVER", "OPENID_ISSUER", "CONSOLE_URL", "CORS_ORIGINS")) {
            for (var address : List.of("https://asha:s3/cret@crm.example", "http://asha:s3cret@crm.example/a?b")) {
                var environment = Map.of("DAYBOOK_" + name, address);
                var shown = Outcome.of(environment, "config", "print")
                        .expect(Main.DONE)
                        .out();
                assertFalse(shown.contains("asha") || shown.contains("s3"), shown);
                assertTrue(shown.contains("://(hidden)@crm.example"), shown);
            }
        }
    }

    /**
     * {@code config print} shows all defaults of the server as the guide does, also those that picocli does not know.
     */
    @Test
    void theDefaultsOfTheServerAreShownAsDocumented() throws IOException {
        var document = Files.readString(Path.of("docs", "configuration.md"));
        var tables = document.substring(document.indexOf("## The server:"), document.indexOf("## Accounts"));
        var documented = tables.lines()
                .filter(line -> line.startsWith("| `--"))
                .map(line -> line.split(" \\| ", -1))
                .map(cells -> cells[0].split("[` ]", -1)[2].substring(2) + "\t"
                        + (cells[2].equals("none") ? "" : cells[2].split("`", -1)[1]) + "\tdefault")
                .toList();
        var shown =
                Outcome.of("config", "print").expect(Main.DONE).out().lines().toList();
        assertTrue(shown.containsAll(documented), () -> documented + " are not all in " + shown);
    }

    /** {@code config check} refuses origins that no browser sends, as {@code serve} does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://forms.example/shop",
                "https://",
                "forms.example",
                "",
                "https://a.example,,http://b.example",
                "null"
            })
    void corsOriginsThatNoBrowserSendsAreRefused(String origins) {
        var wrong = Outcome.of(Map.of("DAYBOOK_CORS_ORIGINS", origins), "config", "check")
                .expect(2);
        assertTrue(wrong.err().startsWith("daybook: --cors-origins: '"), wrong::err);
    }

    @Test
    void corsOriginsMayBeSeparatedByBlanks() {
        var origins = "https://Forms.example:443, http://my_machine:3000 ,http://[::1]:80";
        Outcome.of(Map.of("DAYBOOK_CORS_ORIGINS", origins), "config", "check").expect(Main.DONE);
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).corsOrigins(origins.split(","));
        assertEquals(
                List.of("https://forms.example", "http://my_machine:3000", "http://[::1]"),
                settings.settings().corsOrigins());
    }

    /** The server puts an IPv6 address into brackets itself, in the address that it prints. */
    @ParameterizedTest
    @CsvSource({
        "[::1],::1",
        "::1,::1",
        "127.0.0.1,127.0.0.1",
        "localhost,localhost",
        "my_machine.example,my_machine.example",
        "fe80::1%eth0.7,fe80::1%eth0.7"
    })
    void anIpv6HostMayBeInBracketsAsInAUrl(String given, String host) {
        var options = CommandLine.populateCommand(new ServerOptions(), "--host", given);
        assertEquals(host, options.settings(TestDatabase.SQLITE.create()).host());
    }

    /** No restart can help, so the exit code is the one after which systemd does not restart the server. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "127.0.0.1:8080", "localhost:8080", "http://127.0.0.1", "[localhost]", "a b", "1::2::3"
            })
    void aHostThatIsNeitherANameNorAnAddressIsWrongUsage(String host) {
        for (var command : List.of("serve", "config check")) {
            var wrong = Outcome.of(Map.of("DAYBOOK_HOST", host, "DAYBOOK_DATA", folder.toString()), command.split(" "))
                    .expect(2);
            assertEquals(
                    "daybook: --host: expected a name or an address, such as 127.0.0.1, not '" + host + "'\n",
                    wrong.err());
        }
    }

    /** The address may be added to the machine later, so this is no wrong usage. */
    @Test
    void theCheckWarnsOfAHostThatTheMachineDoesNotHave() {
        var checked = Outcome.of(Map.of("DAYBOOK_HOST", "192.0.2.1"), "config", "check")
                .expect(Main.DONE);
        assertEquals("""
                        daybook: warning: 192.0.2.1 is no address of this machine; --host names one, 0.0.0.0 means all
                        The settings are in order.
                        """, checked.err());
        var own = Outcome.of(Map.of("DAYBOOK_HOST", "127.0.0.1"), "config", "check")
                .expect(Main.DONE);
        assertEquals("The settings are in order.\n", own.err());
    }

    /** Each status and each exit code has an explanation. */
    @Test
    void explainKnowsEveryStatusAndExitCode() {
        for (var problem : Problem.values()) {
            explained(Integer.toString(Failures.answer(problem.because("")).status()));
        }
        for (var code : List.of("0", "1", "2", "3", "4", "5", "6", "130", "143", "exit-3", "EXIT-3")) {
            explained(code);
        }
        assertEquals(
                Outcome.of("explain", "3").out(),
                Outcome.of("explain", "exit-3").out());
        // Repeating a command that lacked only the proof requests only the proof; see VerifyCommandTest.
        assertTrue(Outcome.of("explain", "6").out().contains("without --restart: it only compares"));
        for (var code : List.of("3", "4", "5", "130", "143")) {
            var remedy = Outcome.of("explain", code).out();
            assertTrue(remedy.contains(", unless its last line says otherwise: a pull continues"), remedy);
        }
        var unavailable = Outcome.of("explain", "503").out();
        assertTrue(unavailable.contains("not known") && unavailable.contains("Idempotency-Key"), unavailable);
        assertTrue(Outcome.of("explain", "503", "--json").out().startsWith("{\"format\":1,\"code\":\"503\","));
    }

    private static void explained(String code) {
        assertEquals(
                2, Outcome.of("explain", code).expect(Main.DONE).out().lines().count(), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionNamesEveryCommand(String shell) throws Exception {
        var script = Outcome.of("completion", shell).expect(Main.DONE).out();
        new CommandLine(Main.class).getSubcommands().keySet().forEach(name -> assertTrue(script.contains(name), name));
        if (!shell.equals("fish")) {
            var file = Files.writeString(folder.resolve("completion"), script);
            var process = new ProcessBuilder("bash", "-c", "source \"$0\" && complete -p daybook", file.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(process.waitFor(5, TimeUnit.MINUTES));
            assertEquals(0, process.exitValue(), said);
        }
    }

    /** zsh learns from the first line of a completion file which command the file completes. */
    @Test
    void theZshCompletionBeginsWithTheNameOfTheCommand() {
        assertTrue(Outcome.of("completion", "zsh").out().startsWith("#compdef daybook\n"));
    }

    @Test
    void fishOffersNoHiddenOption() {
        var hidden = hidden(new CommandLine(Main.class)).toList();
        assertFalse(hidden.isEmpty());
        var script = Outcome.of("completion", "fish").expect(Main.DONE).out();
        hidden.forEach(name -> assertFalse(script.contains(" -l " + name + " "), name));
    }

    private static Stream<String> hidden(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream()
                        .filter(CommandLine.Model.OptionSpec::hidden)
                        .map(option -> option.longestName().substring(2)),
                command.getSubcommands().values().stream().flatMap(OperatingCommandsTest::hidden));
    }

    @Test
    void fishOffersFilesOnlyForOptionsWithAValue() {
        var lines =
                Outcome.of("completion", "fish").expect(Main.DONE).out().lines().toList();
        var flags = lines.stream()
                .filter(line -> line.matches(".* -l (json|dry-run|operator|help|mask) .*"))
                .toList();
        assertFalse(flags.isEmpty());
        flags.forEach(line -> assertFalse(line.contains(" -r -F "), line));
        var files = lines.stream().filter(line -> line.contains(" -l out ")).toList();
        assertFalse(files.isEmpty());
        files.forEach(line -> assertTrue(line.contains(" -l out -r -F "), line));
    }

    /** Every command has a page, and no page contains placeholders of picocli. */
    @Test
    void everyCommandHasAManualPage() throws IOException {
        Outcome.of("man", "--all-pages", folder.toString()).expect(Main.DONE);
        try (var pages = Files.list(folder)) {
            var all = pages.toList();
            assertTrue(all.size() > 40, all::toString);
            for (var page : all) {
                var text = Files.readString(page);
                assertTrue(text.startsWith(".TH DAYBOOK"), text);
                assertFalse(text.contains("${") || text.contains("%n"), text);
                assertFalse(text.contains("default: null"), text);
            }
        }
        assertTrue(Outcome.of("man", "key", "create").out().contains("\\fB\\-\\-token\\-file FILE\\fR"));
        assertTrue(Outcome.of("man", "check").out().contains("0 for no limit (default: 2)"));
        assertTrue(Outcome.of("man").out().contains("Every option can also be set\n  by an environment variable"));
        Outcome.of("man", "nothing").expect(2);
    }

    @Test
    void versionAndHelpAreCommandsAndOptions() {
        var version = Outcome.of("version").expect(Main.DONE).out();
        assertEquals(version, Outcome.of("--version").expect(Main.DONE).out());
        assertTrue(Outcome.of("version", "--json").out().startsWith("{\"format\":1,\"version\":\""));
        assertEquals(
                Outcome.of("key", "create", "--help").out(),
                Outcome.of("key", "create", "-h").expect(Main.DONE).out());
        assertTrue(Outcome.of("help", "backup").expect(Main.DONE).out().contains("--every"));
        assertEquals(
                Outcome.of("key", "create", "--help").out(),
                Outcome.of("help", "key", "create").expect(Main.DONE).out());
    }

    /** Each command that prints a list, and some others, can print one line with a JSON object instead. */
    @Test
    void everyListCanBePrintedAsJson() {
        var environment = Map.of("DAYBOOK_DATA", folder.resolve("data").toString());
        Outcome.of(environment, "account", "create", "--cm-id", "7", "--name", "A \"quoted\" name")
                .expect(Main.DONE);
        assertEquals(
                "{\"format\":1,\"accounts\":[{\"cmId\":7,\"zone\":\"Asia/Kolkata\",\"name\":\"A \\\"quoted\\\" name\","
                        + "\"allCustomerPage\":\"{}\"}]}\n",
                Outcome.of(environment, "account", "list", "--json")
                        .expect(Main.DONE)
                        .out());
        for (var command : List.of(
                "key list --cm-id 7",
                "import list --cm-id 7",
                "webhook list --cm-id 7",
                "account substatus list --cm-id 7",
                "account calendar --cm-id 7",
                "config print",
                "version",
                "explain 1",
                "doctor")) {
            var out = Outcome.of(environment, (command + " --json").split(" ", -1))
                    .out();
            assertTrue(out.startsWith("{\"format\":1,") && out.endsWith("}\n"), command + ": " + out);
            assertEquals(1, out.lines().count(), command);
        }
        var empty = Outcome.of(environment, "key", "list", "--cm-id", "7").expect(Main.DONE);
        assertEquals("There are no keys.\n", empty.err());
    }
}
