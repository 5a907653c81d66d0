package dev.daybook.cli.option;

import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands have in common that are a server until they are stopped. */
public final class ServerProcess {
    private ServerProcess() {}

    /** Where the server is, as a client calls it. */
    public static String address(Settings settings, Server server) {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + server.port();
    }

    /**
     * Ends the process with an error if standard output did not take what was printed: whoever waits for the line that says
     * that the server is ready, or for the key of a demo, would wait for ever.
     */
    public static void endUnlessRead(CommandSpec command, AutoCloseable server) throws Exception {
        if (command.commandLine().getOut().checkError()) {
            command.commandLine().getErr().println("daybook: standard output could not be written; the server stops");
            server.close();
            // An exit would end with 0, as a stop by a signal does.
            Runtime.getRuntime().halt(HelpOption.FAILED);
        }
    }

    /** On SIGTERM or Ctrl-C lets requests end, closes the database and exits with 0 instead of the JVM's 143. */
    public static void stopOnSignal(AutoCloseable server) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                server.close();
                                Runtime.getRuntime().halt(HelpOption.DONE);
                            } catch (Exception failure) {
                                failure.printStackTrace();
                                Runtime.getRuntime().halt(HelpOption.FAILED);
                            }
                        },
                        "stop"));
    }
}
