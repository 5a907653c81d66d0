package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Runs a pull in its own process. Arguments: SERVER TOKEN KIND FOLDER PARALLEL [FROM TO [PAGE-SIZE]]. */
public final class PullProcess {
    /** The exit code of a pull that stopped. */
    static final int STOPPED = 1;

    private PullProcess() {}

    /** Runs the pull. Exits with 0 if it is complete. */
    public static void main(String[] arguments) throws InterruptedException {
        var targets = Targets.parse(arguments[2]);
        var options = new PullOptions(
                new Connection(
                        URI.create(arguments[0]),
                        arguments[1],
                        TestServer.CM_ID,
                        0,
                        Duration.ofSeconds(30),
                        PulledRange.PATIENCE),
                PageOptions.of(PulledKind.of(targets.kind()))
                        .withSize(arguments.length > 7 ? Integer.parseInt(arguments[7]) : PulledRange.PAGE_SIZE),
                arguments.length > 5 ? LocalDate.parse(arguments[5]) : PulledRange.FIRST,
                arguments.length > 6 ? LocalDate.parse(arguments[6]) : PulledRange.LAST,
                Integer.parseInt(arguments[4]));
        var target = targets.in(Path.of(arguments[3]));
        try {
            new Pull(options, target, Watcher.NOBODY).run(false);
        } catch (ClientException stopped) {
            System.out.println(stopped.reason() + ": " + stopped.getMessage());
            System.exit(STOPPED);
        }
    }

    /**
     * Starts a process that pulls.
     *
     * @param further the arguments from PARALLEL on
     * @param before the words of a command that runs the process, such as {@code env} with a variable; empty for none
     */
    static Process start(URI server, String token, Targets kind, Path folder, List<String> further, List<String> before)
            throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(JavaCommand.withTests(
                "-XX:-UsePerfData",
                "-Xmx128m",
                PullProcess.class.getName(),
                server.toString(),
                token,
                kind.toString(),
                folder.toString()));
        command.addAll(further);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
