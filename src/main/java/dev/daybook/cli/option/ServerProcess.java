package dev.daybook.cli.option;

import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import picocli.CommandLine.Model.CommandSpec;

/** Common code of the commands that run a server until they are stopped. */
public final class ServerProcess {
    private ServerProcess() {}

    /** The address of the server for clients. */
    public static String address(Settings settings, Server server) {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + server.port();
    }

    /** The address of the console for browsers. */
    public static String consoleAddress(Settings settings, Server server) {
        var address = address(settings, server);
        return address.substring(0, address.lastIndexOf(':') + 1) + server.consolePort();
    }

    /**
     * Exits with an error if standard output did not accept what was printed: a program that waits for the "ready"
     * line, or for the key of a demo, would wait forever.
     */
    public static void endUnlessRead(CommandSpec command, AutoCloseable server) throws Exception {
        if (command.commandLine().getOut().checkError()) {
            command.commandLine().getErr().println("daybook: standard output could not be written; the server stops");
            server.close();
            // An exit would run the shutdown hook, which exits with 0.
            Runtime.getRuntime().halt(HelpOption.FAILED);
        }
    }

    /** On SIGTERM or Ctrl-C, finishes open requests, closes the database and exits with 0 instead of the JVM's 143. */
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
