package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /** Runs an import of a file, with more options. */
    static Outcome ofImport(String url, long cmId, String kind, Path file, String... more) {
        var words = new ArrayList<>(
                List.of("import", kind, file.toString(), "--cm-id", Long.toString(cmId), "--database-url", url));
        words.addAll(List.of(more));
        return of(words.toArray(String[]::new));
    }

    /**
     * Runs the program, and repeats it for at most two minutes while this expression finds a message that is right only
     * on a busy machine.
     */
    public static Outcome repeatedWhile(String delay, String... arguments) {
        var delayed = Pattern.compile(delay);
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        var outcome = of(arguments);
        while (delayed.matcher(outcome.err).find() && System.nanoTime() < end) {
            outcome = of(arguments);
        }
        return outcome;
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
