package dev.daybook.cli.option;

import dev.daybook.server.Server;
import dev.daybook.server.Settings;

/** What the commands have in common that are a server until they are stopped. */
public final class ServerProcess {
    private ServerProcess() {}

    /** Where the server is, as a client calls it. */
    public static String address(Settings settings, Server server) {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + server.port();
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
