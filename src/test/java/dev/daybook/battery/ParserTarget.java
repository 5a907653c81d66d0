package dev.daybook.battery;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** What Jazzer calls: the parser of the system property {@code parser}, with each input that it makes. */
public final class ParserTarget {
    private static final Parser PARSER = Parser.valueOf(System.getProperty("parser", "JSON"));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Of the processor's time: far more than any input needs, instrumented and while other programs run. */
    private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

    private ParserTarget() {}

    /** Reads an input; fails if the parser crashes or takes too long. */
    public static void fuzzerTestOneInput(byte[] input) {
        read(PARSER, input);
    }

    /** An input that takes long is read again: the first one to reach a class waits for it to be loaded. */
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
