package dev.daybook.cli.demo;

import dev.daybook.cli.option.AccountZone;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Logging;
import dev.daybook.cli.serve.ConsoleLink;
import dev.daybook.cli.serve.ServerOptions;
import dev.daybook.cli.serve.ServerProcess;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.SampleAccount;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook demo}: runs a server with sample customers, tickets, orders and FAQ, to try the API. */
@Command(
        name = "demo",
        description =
                "Serve an account with sample data, and print calls to paste: 1,000 made-up customers, 400 tickets and"
                        + " 300 orders of the last 30 days and today, and an FAQ in three languages. It is a sandbox"
                        + " too: you can move its clock, make its answers fail, and reset its data. The data is in a"
                        + " temporary folder, which is deleted at the end.",
        footer = {
            "",
            "Examples:",
            "  daybook demo",
            "  daybook demo --port 0",
            "  daybook demo --zone Europe/Berlin",
            "",
            "Exit codes: 0 stopped, 1 failed, 2 wrong usage."
        })
public final class DemoCommand extends HelpOption implements Callable<Integer> {
    private static final long CM_ID = 1_000_298;
    private static final int CUSTOMERS = 1_000;
    private static final int TICKETS = 400;
    private static final int ORDERS = 300;
    private static final int DAYS = 30;
    private static final int OPENING_SECONDS = 20;
    private static final int DELETIONS = 20;
    private static final long DELETION_PAUSE_MILLIS = 20;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = {"--zone", "--account-zone"},
            paramLabel = "ZONE",
            description = "The zone of all its dates, such as Europe/Berlin, where clocks change (default:"
                    + " Asia/Kolkata, where they do not).")
    private @Nullable String zone;

    @Override
    public Integer call() throws Exception {
        Logging.start(options.logFormat());
        var account = new Account(CM_ID, "Example Traders", AccountZone.named(zone), CustomerFilterJson.NONE);
        var folder = Files.createTempDirectory("daybook-demo");
        var opening = new ReentrantLock();
        var unserved = new Thread(() -> deleteQuietly(folder, opening), "delete-demo");
        Runtime.getRuntime().addShutdownHook(unserved);
        var url = new DatabaseUrl.Sqlite(folder.resolve("daybook.db"));
        err().println("The data of this demo is in " + folder + " until it stops.");
        var settings = options.settingsOfDemo(url);
        var stores = open(url, opening);
        var now = Clock.tickMillis(ZoneOffset.UTC).instant();
        var today = LocalDate.ofInstant(now, account.zone());
        var samples = new SampleAccount(CM_ID, transaction -> fill(transaction, stores, account, now));
        var token = stores.database().fill(transaction -> {
            samples.fill(transaction);
            return addKey(transaction, now);
        });
        var server = Server.startSandbox(settings, stores, Clock.systemUTC(), samples);
        AutoCloseable all = () -> {
            server.close();
            delete(folder);
        };
        ServerProcess.run(spec, all, () -> {
            Runtime.getRuntime().removeShutdownHook(unserved);
            announce(settings, server, stores, token, today);
        });
        return DONE;
    }

    private void announce(Settings settings, Server server, Stores stores, Token token, LocalDate today) {
        var address = ServerProcess.address(settings, server);
        out().printf(
                        """
            The API key of account 1000298: %s

            The customers created today (%s); paste this in another terminal:

            curl '%s' \\
              --header 'Content-Type: application/json' \\
              --header 'Authorization: Basic %s' \\
              --data '{"cm_id": %d, "createStartDate": "%s", "createEndDate": "%s", "limit": "2"}'

            The orders that are pending, and what the FAQ has on refunds:

            curl '%s' \\
              --header 'Content-Type: application/json' \\
              --header 'Authorization: Basic %s' \\
              --data '{"cmId": %d, "statusStr": "Pending", "limit": "2"}'

            curl '%s' \\
              --header 'Content-Type: application/json' \\
              --header 'Authorization: Basic %s' \\
              --data '{"search_text": "refund"}'

            It is a sandbox too: set its data back, move its clock, have its answers fail. See %s/docs#/Sandbox

            """,
                        token.text(),
                        today,
                        address + Paths.PULL_CUSTOMERS,
                        token.text(),
                        CM_ID,
                        today,
                        today,
                        address + Paths.PULL_ORDERS,
                        token.text(),
                        CM_ID,
                        address + Paths.SEARCH_FAQ_CONTENTS,
                        token.text(),
                        address);
        if (settings.console()) {
            out().println("The console, logged in as the owner of the account:\n"
                    + ServerProcess.consoleAddress(settings, server) + ConsoleLink.demo(stores, CM_ID) + "\n");
        }
        out().println("Daybook is ready at " + address);
    }

    /** Creates or resets the account, and creates its sample data. The data depend only on the zone and the instant. */
    static void fill(Transaction transaction, Stores stores, Account account, Instant now) {
        if (!AccountStore.add(transaction, account)) {
            AccountStore.set(transaction, account);
        }
        var today = LocalDate.ofInstant(now, account.zone());
        var start = today.minusDays(DAYS).atStartOfDay(account.zone()).toInstant();
        var samples = new SampleCustomers(today.toEpochDay());
        var customers = samples.between(start, now, CUSTOMERS);
        stores.customers().load(transaction, account, customers, now);
        var orders = new SampleOrders(today.toEpochDay()).of(customers, now, ORDERS);
        stores.orders().load(transaction, account, orders, now);
        stores.tickets().forgetNumbers(account.cmId());
        var tickets = new SampleTickets(today.toEpochDay(), CUSTOMERS).between(start, now, TICKETS);
        stores.tickets().load(transaction, account, tickets, now);
        FaqLoad.begin(transaction, account.cmId(), now, false).load(SampleFaq.entries(start));
    }

    private static Token addKey(Transaction transaction, Instant now) {
        var id = transaction.takeId();
        var token = Token.create(id);
        var key = new ApiKey(CM_ID, id, "demo", Set.of(Scope.EVERYTHING), Instant.MAX, false, false);
        if (!ApiKeyStore.add(transaction, new ApiKeyStore.Added(key, token), now)) {
            throw new IllegalStateException("the key of the demo was not stored");
        }
        return token;
    }

    /**
     * Opens the database. If its folder is being deleted, blocks until the process ends, because opening would create
     * the folder again.
     */
    private static Stores open(DatabaseUrl url, Lock opening) {
        opening.lock();
        try {
            return Stores.open(url);
        } finally {
            opening.unlock();
        }
    }

    /**
     * Deletes the folder of a demo that is stopped while it starts. Tries several times, because the demo may still
     * create files in the folder for a moment. Reports no failure: the user already knows the folder from a message.
     *
     * @param opening the lock that {@link #open} holds while it opens the database. This method waits a limited time
     *     for the lock before the deletion, and keeps it until the process ends
     */
    private static void deleteQuietly(Path folder, Lock opening) {
        try {
            opening.tryLock(OPENING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            return;
        }
        for (var attempt = 0; attempt < DELETIONS && Files.exists(folder); attempt++) {
            try {
                delete(folder);
                Thread.sleep(DELETION_PAUSE_MILLIS);
            } catch (IOException making) {
                // SQLite has just made another file in the folder. The next attempt deletes that file too.
            } catch (InterruptedException hurry) {
                return;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
