package dev.daybook.cli.serve;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.server.Server;
import dev.daybook.server.Settings;
import java.util.concurrent.CountDownLatch;
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
     * Runs the last step of a start, and waits until the process is stopped. On SIGTERM or Ctrl-C, finishes open
     * requests, closes the database and exits with 0 instead of the JVM's 143. If the last step fails, closes the
     * server and throws the failure.
     *
     * @param announcement the last step of the start; it prints the "ready" line
     */
    public static void run(CommandSpec command, AutoCloseable server, Runnable announcement) throws Exception {
        var hook = stopOnSignal(server);
        try {
            announcement.run();
            endUnlessRead(command, server);
        } catch (Exception | Error failure) {
            if (isRemoved(hook)) {
                close(server, failure);
                throw failure;
            }
        }
        new CountDownLatch(1).await();
    }

    /**
     * Exits with an error if standard output did not accept the printed lines: a program that waits for the "ready"
     * line, or for the key of a demo, would wait forever.
     */
    private static void endUnlessRead(CommandSpec command, AutoCloseable server) throws Exception {
        if (command.commandLine().getOut().checkError()) {
            command.commandLine().getErr().println("daybook: standard output could not be written; the server stops");
            server.close();
            // An exit would run the shutdown hook, which exits with 0.
            Runtime.getRuntime().halt(HelpOption.FAILED);
        }
    }

    private static Thread stopOnSignal(AutoCloseable server) {
        var hook = new Thread(
                () -> {
                    try {
                        server.close();
                        Runtime.getRuntime().halt(HelpOption.DONE);
                    } catch (Exception failure) {
                        failure.printStackTrace();
                        Runtime.getRuntime().halt(HelpOption.FAILED);
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /**
     * Removes the shutdown hook, because it would exit with 0. Returns false if the hook runs already and ends the
     * process.
     */
    private static boolean isRemoved(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    private static void close(AutoCloseable server, Throwable failure) {
        try {
            server.close();
        } catch (Exception too) {
            failure.addSuppressed(too);
        }
    }
}
