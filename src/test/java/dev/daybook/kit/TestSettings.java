package dev.daybook.kit;

import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.domain.request.TrustedProxies;
import dev.daybook.server.Settings;
import dev.daybook.store.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a test server. Each of them has a default for tests. */
public final class TestSettings {
    private final DatabaseUrl url;
    private int port;
    private Optional<Integer> adminPort = Optional.empty();
    private int maxConcurrent = 64;
    private int ratePerSecond;
    private int maxLimit = 1_000;
    private boolean failuresAreOk;
    private List<String> corsOrigins = List.of();
    private List<String> trustedProxies = List.of();
    /**
     * Longer than a client of a test leaves a connection idle. Otherwise the client could send its next request just
     * when the server closes the connection.
     */
    private Duration requestTimeout = Duration.ofSeconds(60);

    private int maxConnections = 10_000;
    private Duration lameDuck = Duration.ZERO;
    /** Zero, because otherwise a stop waits for a second for each idle connection that a test's client keeps. */
    private Duration drain = Duration.ZERO;

    private Optional<Settings.Tls> tls = Optional.empty();

    private boolean accessLog = true;
    private boolean console;
    private Optional<Integer> consolePort = Optional.empty();
    private Optional<OpenIdSettings> openId = Optional.empty();
    private int auditDays;
    private Optional<Path> backupFolder = Optional.empty();
    private boolean packs = true;
    /**
     * How long a read with an admin key waits until its line in the audit is stored. The time is longer than a write
     * takes on a busy machine, so the line is always stored before the answer.
     */
    private Duration sideWrites = Duration.ofSeconds(30);

    private TestSettings(DatabaseUrl url) {
        this.url = url;
    }

    /** The settings of a server on this database, on a free port. */
    public static TestSettings of(DatabaseUrl url) {
        return new TestSettings(url);
    }

    public TestSettings port(int number) {
        port = number;
        return this;
    }

    public TestSettings adminPort(int number) {
        adminPort = Optional.of(number);
        return this;
    }

    public TestSettings maxConcurrent(int requests) {
        maxConcurrent = requests;
        return this;
    }

    public TestSettings ratePerSecond(int requests) {
        ratePerSecond = requests;
        return this;
    }

    public TestSettings maxLimit(int records) {
        maxLimit = records;
        return this;
    }

    public TestSettings failuresAreOk() {
        failuresAreOk = true;
        return this;
    }

    public TestSettings corsOrigins(String... origins) {
        corsOrigins = List.of(origins);
        return this;
    }

    public TestSettings trustedProxies(String... addresses) {
        trustedProxies = List.of(addresses);
        return this;
    }

    public TestSettings requestTimeout(Duration timeout) {
        requestTimeout = timeout;
        return this;
    }

    public TestSettings maxConnections(int connections) {
        maxConnections = connections;
        return this;
    }

    public TestSettings lameDuck(Duration time) {
        lameDuck = time;
        return this;
    }

    public TestSettings drain(Duration patience) {
        drain = patience;
        return this;
    }

    public TestSettings tls(Settings.Tls files) {
        tls = Optional.of(files);
        return this;
    }

    public TestSettings accessLog(boolean written) {
        accessLog = written;
        return this;
    }

    public TestSettings console() {
        console = true;
        return this;
    }

    public TestSettings consolePort(int number) {
        consolePort = Optional.of(number);
        return this;
    }

    public TestSettings openId(OpenIdSettings provider) {
        openId = Optional.of(provider);
        return this;
    }

    public TestSettings backupFolder(Path folder) {
        backupFolder = Optional.of(folder);
        return this;
    }

    public TestSettings packs(boolean used) {
        packs = used;
        return this;
    }

    public TestSettings auditDays(int days) {
        auditDays = days;
        return this;
    }

    public TestSettings sideWrites(Duration patience) {
        sideWrites = patience;
        return this;
    }

    /** The settings with all changes that were made to this object. */
    public Settings settings() {
        return new Settings(
                url,
                "127.0.0.1",
                port,
                adminPort,
                maxLimit,
                1 << 20,
                maxConcurrent,
                ratePerSecond,
                failuresAreOk,
                corsOrigins,
                TrustedProxies.of(trustedProxies),
                requestTimeout,
                maxConnections,
                lameDuck,
                drain,
                accessLog,
                tls,
                console,
                consolePort,
                openId,
                auditDays,
                backupFolder,
                packs,
                sideWrites);
    }
}
