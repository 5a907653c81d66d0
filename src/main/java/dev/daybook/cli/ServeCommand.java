package dev.daybook.cli;

import dev.daybook.cli.option.ConsoleLink;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Logging;
import dev.daybook.cli.option.ServerOptions;
import dev.daybook.cli.option.ServerProcess;
import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import dev.daybook.server.Stores;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daybook serve}: runs a server. */
@Command(
        name = "serve",
        description = "Serve the API. There must be an account; see 'daybook account create'.",
        footer = {
            "",
            "Examples:",
            "  daybook serve",
            "  daybook serve --port 0 --data /srv/daybook",
            "  DAYBOOK_DATABASE_URL=postgresql://daybook@db.example/daybook daybook serve --host 0.0.0.0",
            "",
            "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 1 failed (no account, port in use), 2 wrong usage."
        })
final class ServeCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws Exception {
        Logging.start(options.logFormat());
        var settings = options.settings(database.url());
        var stores = database.openForServer();
        if (stores.database().read(stores.accounts()::list).isEmpty()) {
            stores.close();
            spec.commandLine().getErr().println("""
                    daybook: there is no account yet, so nobody could call. Create one and a key for it:
                      daybook account create --cm-id 1000298 --name 'Example Traders'
                      daybook key create --cm-id 1000298
                    with the same --data or --database-url as here.""");
            return FAILED;
        }
        return serve(settings, stores);
    }

    private int serve(Settings settings, Stores stores) throws Exception {
        var server = Server.start(settings, stores, Clock.systemUTC());
        ServerProcess.stopOnSignal(server);
        if (settings.console()) {
            ConsoleLink.first(stores)
                    .ifPresent(link -> spec.commandLine()
                            .getErr()
                            .println("Nobody can use the console yet. This link makes its first operator, once, within"
                                    + " two days:\n" + ServerProcess.consoleAddress(settings, server) + link));
        }
        spec.commandLine().getOut().println("Daybook is ready at " + ServerProcess.address(settings, server));
        ServerProcess.endUnlessRead(spec, server);
        new CountDownLatch(1).await();
        return DONE;
    }
}
