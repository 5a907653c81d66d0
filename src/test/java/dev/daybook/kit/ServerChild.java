package dev.daybook.kit;

import dev.daybook.battery.Tally;
import dev.daybook.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in its own process, which can be killed. */
public final class ServerChild implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final URI address;

    private ServerChild(Process process, Path log, URI address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /** Starts a server on a database with these options, and waits until it is ready. */
    public static ServerChild start(String database, String... options) throws IOException {
        var log = Files.createTempFile("daybook-child", ".log");
        var command = JavaCommand.of("-Xmx256m", Main.class.getName(), "serve");
        command.addAll(List.of("--port", "0", "--access-log", "false", "--database-url", database));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        var line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.contains("http://")) {
            process.destroyForcibly();
            throw new AssertionError("not ready: " + line + "\n" + Files.readString(log));
        }
        return new ServerChild(process, log, URI.create(line.substring(line.indexOf("http://"))));
    }

    /** The address of the server. */
    public URI address() {
        return address;
    }

    /** The id of the server's process. */
    public long pid() {
        return process.pid();
    }

    /** Kills the server's process like kill -9. */
    public void kill() {
        process.destroyForcibly();
    }

    /**
     * Sends SIGTERM to the server's process, as a service manager does. {@link #exit} waits for the end of the process.
     */
    public void terminate() {
        process.destroy();
    }

    /** The exit code of the server's process. Waits for its end, and fails if it has not ended within this time. */
    public int exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("it has not ended within " + patience);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        kill();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        Tally.keepLog(log);
    }
}
