package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a run of the program did.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Outcome(int code, String out, String err) {
    /** Runs the program in this JVM, with no environment but this. */
    public static Outcome of(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var stdout = System.out;
        var stderr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            var code = Main.run(environment, arguments);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }

    /** Runs it without an environment. */
    public static Outcome of(String... arguments) {
        return of(Map.of(), arguments);
    }

    /** Holds it to an exit code. */
    public Outcome expect(int expected) {
        assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
        return this;
    }
}
