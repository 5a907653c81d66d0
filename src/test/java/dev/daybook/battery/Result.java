package dev.daybook.battery;

import java.time.Duration;
import java.util.Locale;

/**
 * The result of the trials of one part of a check, stored as a line of a file.
 *
 * @param part the part, such as the database
 * @param seed the seed of random choices
 * @param note how the missed trials failed; if the part was not run, the reason for this
 */
record Result(Check check, String part, long held, long missed, long seed, Duration time, String note) {
    long tried() {
        return held + missed;
    }

    boolean wasRun() {
        return tried() > 0;
    }

    /** The result as a text for people. */
    String told() {
        var head = "battery %d %s (%s): ".formatted(check.number(), check.title(), part);
        return wasRun()
                ? head
                        + "tried %d, held %d, missed %d, seed %d, %.1f s%s"
                                .formatted(tried(), held, missed, seed, seconds(), note.isEmpty() ? "" : ": " + note)
                : head + "not run: " + note;
    }

    double seconds() {
        return time.toMillis() / 1_000.0;
    }

    /** The line of a file: number, part, held, missed, seed, milliseconds and note, separated by tabs. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d\t%s\t%d\t%d\t%d\t%d\t%s\n",
                check.number(),
                plain(part),
                held,
                missed,
                seed,
                time.toMillis(),
                plain(note));
    }

    static Result parse(String line) {
        var columns = line.split("\t", -1);
        return new Result(
                Check.of(columns[0]),
                columns[1],
                Long.parseLong(columns[2]),
                Long.parseLong(columns[3]),
                Long.parseLong(columns[4]),
                Duration.ofMillis(Long.parseLong(columns[5])),
                columns[6]);
    }

    private static String plain(String text) {
        return text.replaceAll("[\\t\\r\\n]+", " ");
    }
}
