package dev.daybook.client;

import java.net.URI;
import java.nio.file.Path;

/** A pull in a process of its own, that can be killed: SERVER TOKEN KIND FOLDER PARALLEL. */
public final class PullProcess {
    /** The exit code of a pull that stopped. */
    static final int STOPPED = 1;

    private PullProcess() {}

    /** Pulls, and ends with 0 if it is complete. */
    public static void main(String[] arguments) throws InterruptedException {
        var options = PulledRange.options(
                URI.create(arguments[0]), arguments[1], Integer.parseInt(arguments[4]), PulledRange.PATIENCE);
        var target = Targets.parse(arguments[2]).in(Path.of(arguments[3]));
        try {
            new Pull(options, target, Watcher.NOBODY).run(false);
        } catch (ClientException stopped) {
            System.err.println(stopped.reason() + ": " + stopped.getMessage());
            System.exit(STOPPED);
        }
    }
}
