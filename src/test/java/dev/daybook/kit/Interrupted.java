package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a command in a process of its own, after Ctrl-C.
 *
 * @param exitCode its exit code
 * @param said what it printed, on both streams
 */
public record Interrupted(int exitCode, String said) {
    /**
     * Runs a command, and interrupts it once the test has seen that it is at work.
     *
     * @param reached reaches zero when the command is at work
     * @param log the file for what the command prints
     */
    public static Interrupted of(List<String> arguments, CountDownLatch reached, Path log)
            throws IOException, InterruptedException {
        // A shell may have started this process with Ctrl-C ignored.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(JavaCommand.daybook());
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(reached.await(5, TimeUnit.MINUTES));
            interrupt(process);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "Ctrl-C does not end it");
            return new Interrupted(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Interrupts a process as Ctrl-C does. */
    public static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
}
