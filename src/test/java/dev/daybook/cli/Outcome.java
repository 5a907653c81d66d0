package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * What a run of the program did.
 *
 * @param code its exit code
 * @param out what it wrote as to standard output
 * @param err what it wrote as to standard error, without the log
 */
public record Outcome(int code, String out, String err) {
    /**
     * Runs the program in this JVM, with no environment but this. It writes to streams of its own: those of the process
     * also have what servers of this and other tests write.
     */
    public static Outcome of(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(code, out.toString(), err.toString());
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
