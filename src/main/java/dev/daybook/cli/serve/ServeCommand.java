package dev.daybook.cli.serve;

import dev.daybook.cli.operate.WrongClock;
import dev.daybook.cli.option.CommandFailure;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Logging;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.server.Preparation;
import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.backup.Health;
import dev.daybook.wire.ProblemText;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daybook serve}: runs a server. */
@Command(
        name = "serve",
        description = "Serve the API. There must be an account; see 'daybook account create' and --init-account.",
        footer = {
            "",
            "Examples:",
            "  daybook serve",
            "  daybook serve --port 0 --data /srv/daybook",
            "  daybook serve --init-account '1000298:Example Traders' \\",
            "      --init-token-file token",
            "  DAYBOOK_DATABASE_URL_FILE=database-url daybook serve",
            "",
            "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 1 failed (no account, port in use,",
            "TLS files, --backup-folder or a new token file unusable), 2 wrong usage or",
            "settings."
        })
public final class ServeCommand extends HelpOption implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private FirstAccount first = new FirstAccount();

    @Override
    public Integer call() throws Exception {
        Logging.start(options.logFormat());
        var settings = options.settings(database.url());
        first.check();
        var missing = database.missingFile();
        if (!first.isGiven() && missing.isPresent()) {
            return noAccount("no database " + missing.get() + ", and so no account yet");
        }
        var prepared = Preparation.begin(settings);
        var stores = database.openForServer();
        try {
            first.makeIfNone(stores, database.url(), spec);
        } catch (RuntimeException refused) {
            stores.close();
            throw refused;
        }
        if (stores.database().read(AccountStore::list).isEmpty()) {
            stores.close();
            return noAccount(
                    first.isGiven()
                            ? "no account in " + database.url() + " now, but there was one before, and --init-account"
                                    + " makes only the first account of a database"
                            : "no account yet in " + database.url());
        }
        return serve(settings, stores, prepared);
    }

    /**
     * Prints that there is no account, and how to create one. Without {@code --init-account}, a missing database is not
     * created, because its path may be wrong.
     */
    private int noAccount(String missing) {
        err().println("daybook: there is " + missing + ". Create one and a key, in the same place:");
        err().println("  "
                + ShellCommand.inSamePlace(
                        spec, "daybook", "account", "create", "--cm-id", "1000298", "--name", "Example Traders"));
        err().println("  " + ShellCommand.inSamePlace(spec, "daybook", "key", "create", "--cm-id", "1000298"));
        return FAILED;
    }

    /**
     * Checks the settings without starting anything.
     *
     * @return a warning if this machine cannot listen on {@code --host} now
     * @throws IllegalArgumentException if a server would not start with them on an empty database
     */
    public Optional<String> check() {
        var place = database.url();
        first.checkFirst(place);
        return Preparation.check(options.settings(place));
    }

    /** Warns of a wrong clock. Runs in the background, because the start must not wait for it. */
    private void warnOfClock(Stores stores) {
        DaemonThreads.named("clock-check")
                .newThread(() -> {
                    try {
                        var now = Instant.now();
                        WrongClock.of(now, new Health(stores.database()).quickWrites(now))
                                .ifPresent(wrong -> LOG.warn("{}; {}", wrong.what(), wrong.remedy()));
                    } catch (RuntimeException failure) {
                        LOG.warn("the clock could not be checked: {}", failure.getMessage());
                    }
                })
                .start();
    }

    private int serve(Settings settings, Stores stores, CompletableFuture<Void> prepared) throws Exception {
        prepared.join();
        Server server;
        try {
            server = Server.start(settings, stores, Clock.systemUTC());
        } catch (IllegalArgumentException unusable) {
            // Not USAGE: a file or folder may become usable later, but systemd does not restart a server after USAGE.
            CommandFailure.print(unusable, spec.commandLine());
            return FAILED;
        }
        ServerProcess.run(spec, server, () -> {
            if (settings.console()) {
                offerLink(stores, ServerProcess.consoleAddress(settings, server));
            }
            settings.adminPort()
                    .filter(port -> port == 0)
                    .ifPresent(free -> err().println("The admin port is " + server.adminPort()));
            settings.consolePort()
                    .filter(port -> port == 0 && settings.console())
                    .ifPresent(free -> err().println("The console port is " + server.consolePort()));
            out().println("Daybook is ready at " + ServerProcess.address(settings, server));
            warnOfClock(stores);
        });
        return DONE;
    }

    private void offerLink(Stores stores, String address) {
        try {
            ConsoleLink.first(stores)
                    .ifPresent(link -> err().println(
                                    "Nobody can use the console yet. This link makes its first operator, once, within"
                                            + " two days:\n" + address + link));
        } catch (ProblemException busy) {
            // The text is an argument, not the pattern of the log line: a path in the text may contain {}.
            var text = "the link that makes the console's first operator could not be made: " + ProblemText.of(busy)
                    + "; restart the server for one, or add the operator with 'daybook user create EMAIL --operator'";
            LOG.warn("{}", ShellCommand.placed(spec, text));
        }
    }
}
