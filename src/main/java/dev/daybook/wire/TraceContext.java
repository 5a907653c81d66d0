package dev.daybook.wire;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of a trace, in the format of W3C Trace Context, level 1: <a
 * href="https://www.w3.org/TR/trace-context/">www.w3.org/TR/trace-context</a>.
 *
 * @param traceId 32 hexadecimal digits, the same in all programs that a trace passes
 * @param spanId 16 hexadecimal digits of one step
 * @param flags two hexadecimal digits, passed on unchanged; 01 means that the caller records the trace
 */
public record TraceContext(String traceId, String spanId, String flags) {
    /** The name of the header, in requests to Daybook and in calls of webhooks. */
    public static final String HEADER = "traceparent";

    /** A later version than 00 may add fields after the flags. Version ff is invalid, and so are ids of zeros. */
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:(?<!^00.{53})-.*)?");

    private static final String NOT_RECORDED = "00";

    /** The span that a header names; empty if the header is missing or invalid. */
    public static Optional<TraceContext> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        var form = FORM.matcher(header);
        return form.matches()
                ? Optional.of(new TraceContext(form.group(1), form.group(2), form.group(3)))
                : Optional.empty();
    }

    /** The first span of a new trace, marked as not recorded. */
    public static TraceContext start() {
        return new TraceContext(digits() + digits(), digits(), NOT_RECORDED);
    }

    /** A new span of the same trace. */
    public TraceContext next() {
        return new TraceContext(traceId, digits(), flags);
    }

    /** The value of the header. */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** Sixteen random hexadecimal digits. They are not all zero, because such an id is invalid. */
    private static String digits() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
