package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Waits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The result of a run of the program.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error, without the log
 */
public record Outcome(int code, String out, String err) {
    /**
     * Runs the program in this JVM with only this environment. The program gets output streams of its own, because
     * servers of this test and of others write to those of the process.
     */
    public static Outcome of(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    /** Runs the program in this JVM without variables of the environment. */
    public static Outcome of(String... arguments) {
        return of(Map.of(), arguments);
    }

    /** Runs the program in this JVM with all these arguments. */
    @SafeVarargs
    public static Outcome ofAll(List<String>... arguments) {
        var words = new ArrayList<String>();
        for (var some : arguments) {
            words.addAll(some);
        }
        return of(words.toArray(String[]::new));
    }

    /** The options by which a command finds a server, the account and the key. */
    public static List<String> caller(URI server, long cmId, Path key) {
        return List.of("--url", server.toString(), "--cm-id", Long.toString(cmId), "--key-file", key.toString());
    }

    /** Runs an import of a file, with more options. */
    static Outcome ofImport(String url, long cmId, String kind, Path file, String... more) {
        return ofAll(
                List.of("import", kind, file.toString(), "--cm-id", Long.toString(cmId), "--database-url", url),
                List.of(more));
    }

    /**
     * Runs the program, and repeats it while standard error matches the regular expression {@code delay}. The
     * expression stands for messages that are right only on a busy machine.
     */
    public static Outcome repeatedWhile(String delay, String... arguments) {
        var delayed = Pattern.compile(delay);
        return Waits.read(
                () -> of(arguments), outcome -> !delayed.matcher(outcome.err).find());
    }

    /** Checks the exit code. Returns this outcome. */
    public Outcome expect(int expected) {
        assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
        return this;
    }

    /** Checks that a text, such as an output, contains each of these parts. */
    static void has(String text, String... parts) {
        for (var part : parts) {
            assertTrue(text.contains(part), () -> "no " + part + " in " + text);
        }
    }
}
