package dev.daybook.kit;

import dev.daybook.client.Client;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.server.Server;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.account.SampleAccount;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real server on a free loopback port, with account 1000298 and a key with all scopes. */
public final class TestServer implements AutoCloseable {
    /** The id of the initial account, whose time zone is Asia/Kolkata. */
    public static final long CM_ID = 1_000_298;

    /** The number of customers in a sandbox, created hourly on 2 May 2024 from 01:00 UTC on. */
    public static final int SAMPLES = 9;

    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");

    private final HttpClient http = HttpClient.newHttpClient();

    /** The clock of the server. */
    public final SettableClock clock = new SettableClock(NOW);

    /** The stores of the server. */
    public final Stores stores;

    /** The token of a key of the initial account with all scopes. */
    public final String token;

    private final Server server;

    private @Nullable Client client;

    private TestServer(DatabaseUrl url, DatabaseOptions options, UnaryOperator<TestSettings> change) {
        stores = Stores.open(url, options);
        if (stores.database().read(AccountStore::list).isEmpty()) {
            addAccount(CM_ID, Account.DEFAULT_ZONE);
        }
        token = addKey(CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
        server = Server.start(change.apply(TestSettings.of(url)).settings(), stores, clock);
    }

    /** A sandbox: its account has {@link #SAMPLES} customers from the start. */
    private TestServer(DatabaseOptions options, ZoneId zone, UnaryOperator<TestSettings> change) {
        var url = TestDatabase.SQLITE.create();
        stores = Stores.open(url, options);
        var account = new Account(CM_ID, "Test " + CM_ID, zone, "{}");
        var samples = new SampleAccount(CM_ID, transaction -> {
            AccountStore.add(transaction, account);
            stores.customers()
                    .load(
                            transaction,
                            account,
                            TestCustomers.hourly(Instant.parse("2024-05-02T01:00:00Z"), SAMPLES),
                            NOW);
        });
        stores.database().write(transaction -> {
            samples.fill(transaction);
            return true;
        });
        token = addKey(CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
        server = Server.startSandbox(change.apply(TestSettings.of(url)).settings(), stores, clock, samples);
    }

    /** Starts a sandbox on a new database. */
    public static TestServer startSandbox(ZoneId zone) {
        return startSandbox(zone, UnaryOperator.identity());
    }

    /** Starts a sandbox with other settings. */
    public static TestServer startSandbox(ZoneId zone, UnaryOperator<TestSettings> change) {
        return new TestServer(DatabaseOptions.forServer(), zone, change);
    }

    /** Starts a sandbox with other database options and settings. */
    public static TestServer startSandbox(DatabaseOptions options, UnaryOperator<TestSettings> change) {
        return new TestServer(options, Account.DEFAULT_ZONE, change);
    }

    /**
     * The options of a server whose statements wait for a lock longer than any test holds one, also on a busy machine.
     * The statements of a real server wait for five seconds.
     */
    public static DatabaseOptions patient() {
        return waiting(Duration.ofSeconds(60));
    }

    /** The options of a server whose statements wait this long for a lock. */
    public static DatabaseOptions waiting(Duration busyTimeout) {
        var real = DatabaseOptions.forServer();
        return new DatabaseOptions(true, busyTimeout, real.patience(), real.statements());
    }

    /** Starts a server on a new database. */
    public static TestServer start(TestDatabase database) {
        return start(database.create());
    }

    /** Starts a server on this database. */
    public static TestServer start(DatabaseUrl url) {
        return start(url, UnaryOperator.identity());
    }

    /** Starts a server with other settings. */
    public static TestServer start(DatabaseUrl url, UnaryOperator<TestSettings> change) {
        return new TestServer(url, DatabaseOptions.forServer(), change);
    }

    /** Starts a server with other database options. */
    public static TestServer start(DatabaseUrl url, DatabaseOptions options) {
        return new TestServer(url, options, UnaryOperator.identity());
    }

    /** Starts a server with other database options and settings. */
    public static TestServer start(DatabaseUrl url, DatabaseOptions options, UnaryOperator<TestSettings> change) {
        return new TestServer(url, options, change);
    }

    /** Adds an account. */
    public void addAccount(long cmId, ZoneId zone) {
        var account = new Account(cmId, "Test " + cmId, zone, "{}");
        stores.database().write(transaction -> AccountStore.add(transaction, account));
    }

    /** Adds a key. Returns its token. */
    public String addKey(long cmId, Set<Scope> scopes, boolean masking, Instant expiresAt) {
        return TestKeys.add(stores, cmId, scopes, masking, expiresAt);
    }

    /** All routes of the server, as method and path. */
    public List<String> routes() {
        return server.routes();
    }

    /** The address of a path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** The address of a path on the port for health, metrics and the admin API. */
    public URI adminUri(String path) {
        return URI.create("http://127.0.0.1:" + server.adminPort() + path);
    }

    /** The address of a path on the port of the console. */
    public URI consoleUri(String path) {
        return URI.create("http://127.0.0.1:" + server.consolePort() + path);
    }

    /** Adds an admin key. Returns its token. */
    public String addAdminKey(Instant expiresAt) {
        var id = stores.database().write(Transaction::takeId);
        var added = Token.create(id);
        stores.database()
                .write(transaction -> AdminKeyStore.add(
                        transaction, new AdminKey(id, "test", expiresAt, false), added, Instant.now()));
        return added.text();
    }

    /** The typed client of the account, with the server's own token. It does not retry. Closed with the server. */
    public synchronized Client client() {
        if (client == null) {
            var connection = Connection.to(uri(""), CM_ID, token).withoutRetries(Duration.ofSeconds(30));
            client = Client.of(connection, Watcher.NOBODY);
        }
        return client;
    }

    /** Adds a customer. Returns its id. */
    public long addCustomer(String name, String phone) {
        var texts = Map.of(ProfileField.NAME, name, ProfileField.PHONE, phone);
        return client().customers()
                .save(CustomerChange.ofTexts(0, false, texts))
                .id();
    }

    /** POSTs JSON with the server's own token. */
    public HttpResponse<String> post(String path, String body) {
        return post(path, body, Map.of("Authorization", "Basic " + token));
    }

    /** POSTs JSON with these headers. */
    public HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    /**
     * The cursor after all settled changes of customers. On PostgreSQL, the method waits until other transactions have
     * ended.
     */
    public String customerCursor() {
        return Waits.read(
                        () -> post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":" + CM_ID + "}"),
                        page -> !page.body().contains("\"message\":[]"))
                .headers()
                .firstValue(Headers.NEXT_CURSOR)
                .orElseThrow();
    }

    /** GETs a path. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
        server.close();
    }
}
