package dev.daybook.server;

import dev.daybook.kit.TestSettings;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The baseline of the pull benchmarks: the same web server with the same settings answers each pull with the bytes of
 * one file from memory. {@code ReadyAnswer FILE} prints its address and runs until it is killed; with {@code
 * ReadyAnswer FILE gzip} the file is compressed already.
 */
public final class ReadyAnswer {
    private ReadyAnswer() {}

    /** Starts the web server. */
    public static void main(String[] arguments) {
        var body = read(Path.of(arguments[0]));
        var encoding = arguments.length > 1 ? Optional.of(arguments[1]) : Optional.<String>empty();
        var settings =
                TestSettings.of(new DatabaseUrl.Sqlite(Path.of("none.db"))).settings();
        var server = WebServer.start(
                settings,
                Optional.empty(),
                0,
                () -> false,
                routes -> routes.post(Paths.PULL_CUSTOMERS, context -> {
                    context.bodyAsBytes();
                    context.contentType("application/json; charset=utf-8");
                    encoding.ifPresent(name -> context.header("Content-Encoding", name));
                    context.res().setContentLength(body.length);
                    context.outputStream().write(body, 0, body.length);
                }));
        System.out.println("Ready at http://127.0.0.1:" + server.port());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
