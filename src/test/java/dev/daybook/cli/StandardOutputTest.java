package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.JavaCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a standard output that accepts nothing, every command fails, and no secret is stored that nobody has seen. */
@Tag("jdk")
class StandardOutputTest {
    private static final String URL = "https://hooks.example/tickets";

    @TempDir
    Path folder;

    @Test
    void everyPrintingCommandFailsIfItsOutputFails() {
        run("account", "create", "--cm-id", "7", "--name", "Example").expect(Main.DONE);
        var first = run("key", "create", "--cm-id", "7").expect(Main.DONE);
        var id = first.err().replaceFirst("(?s)^Key (\\d+).*", "$1");
        run("webhook", "set", "--cm-id", "7", "--url", URL).expect(Main.DONE);
        var keys = run("key", "list", "--cm-id", "7").out();
        var webhook = run("webhook", "show", "--cm-id", "7").out();
        for (var command : List.of(
                "key create --cm-id 7",
                "key rotate --cm-id 7 " + id,
                "key list --cm-id 7",
                "webhook set --new-secret --cm-id 7 --url https://elsewhere.example/",
                "webhook show --cm-id 7",
                "account list",
                "account calendar --cm-id 7",
                "account substatus list --cm-id 7",
                "version",
                "--help",
                "key --help")) {
            var failed = withoutOutput(command.split(" "));
            assertEquals(Main.FAILED, failed.code(), command + ": " + failed.err());
            assertTrue(failed.err().contains("standard output"), command + ": " + failed.err());
            assertFalse(failed.err().contains("\tat "), failed.err());
        }
        assertEquals(keys, run("key", "list", "--cm-id", "7").out());
        assertEquals(webhook, run("webhook", "show", "--cm-id", "7").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve --port 0", "demo --port 0"})
    void aServerStopsIfItsReadyLineCannotBeWritten(String command) throws Exception {
        run("account", "create", "--cm-id", "7", "--name", "Example").expect(Main.DONE);
        var data = command.startsWith("serve") ? " --data " + data() : "";
        var failed = process(command + data + " >/dev/full");
        assertEquals(Main.FAILED, failed.code(), failed.err());
        assertTrue(failed.err().contains("standard output could not be written"), failed.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {">/dev/full", ">&-"})
    void aCommandFailsIfItsOutputIsFullOrClosed(String output) throws Exception {
        run("account", "create", "--cm-id", "7", "--name", "Example").expect(Main.DONE);
        var failed = process("key create --cm-id 7 --data " + data() + " " + output);
        assertEquals(Main.FAILED, failed.code(), failed.err());
        assertTrue(failed.err().contains("standard output took no secret"), failed.err());
        assertEquals("", run("key", "list", "--cm-id", "7").expect(Main.DONE).out());
    }

    private static Outcome process(String arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + arguments, "sh"));
        command.addAll(JavaCommand.daybook());
        var process = new ProcessBuilder(command).start();
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), "", err);
    }

    private Outcome withoutOutput(String... arguments) {
        // As in the real process: a PrintStream throws no IOException, and only tells afterwards that there was one.
        var out = new PrintWriter(
                new PrintStream(new Full(), true, StandardCharsets.UTF_8), true, StandardCharsets.UTF_8);
        var err = new StringWriter();
        var code = Main.run(environment(), out, new PrintWriter(err, true), arguments);
        return new Outcome(code, "", err.toString());
    }

    private Outcome run(String... arguments) {
        return Outcome.of(environment(), arguments);
    }

    private Map<String, String> environment() {
        return Map.of("DAYBOOK_DATA", data().toString());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static final class Full extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
