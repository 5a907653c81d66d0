package dev.daybook.console;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The first four days of May 2024, as {@code daybook pull} writes them. */
final class MayPull {
    private MayPull() {}

    /**
     * Pulls all records of a kind. Returns the content of the file.
     *
     * @param folder where the file is written
     * @param name the name of the file
     * @param options further options of the command
     */
    static byte[] of(TestServer server, RecordKind kind, Path folder, String name, String... options)
            throws IOException {
        var key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
        var file = folder.resolve(name);
        Outcome.ofAll(
                        List.of("pull", kind.plural(), "--from", "2024-05-01", "--to", "2024-05-04"),
                        Outcome.caller(server.uri(""), TestServer.CM_ID, key),
                        List.of("--out", file.toString()),
                        List.of(options))
                .expect(Main.DONE);
        return Files.readAllBytes(file);
    }
}
