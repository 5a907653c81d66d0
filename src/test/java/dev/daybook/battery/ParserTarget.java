package dev.daybook.battery;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** The target of Jazzer: passes each input to the parser in the system property {@code parser}. */
public final class ParserTarget {
    private static final Parser PARSER = Parser.valueOf(System.getProperty("parser", "JSON"));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Limit of processor time: far more than any input needs, even instrumented and on a busy machine. */
    private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private ParserTarget() {}

    /** Parses an input. Fails if the parser crashes or takes too long. */
    public static void fuzzerTestOneInput(byte[] input) {
        read(PARSER, input);
    }

    /**
     * Parses an input. If it takes too long, it is parsed again, because the first attempt may wait for classes to be
     * loaded.
     */
    static void read(Parser parser, byte[] input) {
        if (nanos(parser, input) > MOST_NANOS) {
            var took = nanos(parser, input);
            if (took > MOST_NANOS) {
                throw new AssertionError(parser + " took " + took + " ns for " + input.length + " bytes");
            }
        }
    }

    private static long nanos(Parser parser, byte[] input) {
        var start = THREADS.getCurrentThreadCpuTime();
        parser.read(input);
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
