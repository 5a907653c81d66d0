package dev.daybook.cli;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.account.Token;
import dev.daybook.server.Server;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daybook demo}: a server with made-up customers and a made-up FAQ, to try the API on. */
@Command(
        name = "demo",
        description = "Serve an account with 1,000 made-up customers of the last 30 days and today and a made-up FAQ in"
                + " three languages, and print calls to paste. Nothing is kept: its folder is temporary.",
        footer = {
            "",
            "Examples:",
            "  daybook demo",
            "  daybook demo --port 0",
            "",
            "Exit codes: 0 stopped, 1 failed, 2 wrong usage."
        })
final class DemoCommand extends HelpOption implements Callable<Integer> {
    private static final Account ACCOUNT =
            new Account(1_000_298, "Example Traders", Account.DEFAULT_ZONE, CustomerFilterJson.NONE);
    private static final int CUSTOMERS = 1_000;
    private static final int DAYS = 30;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.start(options.logFormat());
        var folder = Files.createTempDirectory("daybook-demo");
        var url = new DatabaseUrl.Sqlite(folder.resolve("daybook.db"));
        var settings = options.settings(url);
        var stores = Stores.open(url);
        var today = LocalDate.now(ACCOUNT.zone());
        var token = fill(stores, today);
        var server = Server.start(settings, stores, Clock.systemUTC());
        ServeCommand.stopOnSignal(() -> {
            server.close();
            delete(folder);
        });
        var address = ServeCommand.address(settings, server);
        spec.commandLine()
                .getOut()
                .printf(
                        """
            The API key of account 1000298: %s

            The customers created today (%s); paste this in another terminal:

            curl '%s' \\
              --header 'Content-Type: application/json' \\
              --header 'Authorization: Basic %s' \\
              --data '{"cm_id": %d, "createStartDate": "%s", "createEndDate": "%s", "limit": "2"}'

            What the FAQ has on refunds:

            curl '%s' \\
              --header 'Content-Type: application/json' \\
              --header 'Authorization: Basic %s' \\
              --data '{"search_text": "refund"}'

            """,
                        token.text(),
                        today,
                        address + Paths.PULL_CUSTOMERS,
                        token.text(),
                        ACCOUNT.cmId(),
                        today,
                        today,
                        address + Paths.SEARCH_FAQ_CONTENTS,
                        token.text());
        spec.commandLine().getOut().println("Daybook is ready at " + address);
        new CountDownLatch(1).await();
        return Main.DONE;
    }

    private static Token fill(Stores stores, LocalDate today) {
        var now = Instant.now();
        var start = today.minusDays(DAYS).atStartOfDay(ACCOUNT.zone()).toInstant();
        return stores.database().write(transaction -> {
            stores.accounts().add(transaction, ACCOUNT);
            var samples = new SampleCustomers(today.toEpochDay());
            var load = stores.load(transaction, ACCOUNT);
            load.load(samples.between(start, now, CUSTOMERS), now);
            var faq = stores.loadFaq(transaction, ACCOUNT, now, false);
            faq.load(SampleFaq.entries(start));
            faq.end();
            return stores.apiKeys()
                    .add(
                            transaction,
                            Token::create,
                            id -> new ApiKey(
                                    ACCOUNT.cmId(), id, "demo", Set.of(Scope.EVERYTHING), Instant.MAX, false, false),
                            now)
                    .orElseThrow()
                    .token();
        });
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
