package dev.daybook.cli;

import dev.daybook.client.Watcher;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells how a pull gets on: on a terminal in one line that changes, elsewhere in a line a minute. */
final class PullProgress implements Watcher {
    private static final long TERMINAL_NANOS = 200_000_000;
    private static final long LOG_NANOS = 60_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean quiet;
    private final long days;
    private final int columns;
    private final long start = System.nanoTime();
    private long last = start;
    private long done;
    private long records;
    private long retries;
    private boolean shown;

    /** A pull of so many days; a line is no longer than so many columns. */
    PullProgress(PrintWriter out, boolean terminal, boolean quiet, long days, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.quiet = quiet;
        this.days = days;
        this.columns = columns;
    }

    @Override
    public synchronized void wrote(LocalDate day, int count, long wireBytes) {
        records += count;
        tell(day.toString());
    }

    @Override
    public synchronized void finished(LocalDate day) {
        done++;
        tell(day.toString());
    }

    @Override
    public synchronized void waits(Duration wait, String why) {
        retries++;
        if (quiet) {
            return;
        }
        clear();
        out.printf(Locale.ROOT, "waiting %.1f seconds: %s%n", wait.toMillis() / 1_000.0, why);
        out.flush();
    }

    /** How often a call had to be made again. */
    synchronized long retries() {
        return retries;
    }

    /** Takes the changing line away. */
    synchronized void clear() {
        if (shown) {
            out.print("\r" + " ".repeat(columns - 1) + "\r");
            out.flush();
            shown = false;
        }
    }

    private void tell(String day) {
        var now = System.nanoTime();
        if (quiet || now - last < (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
            return;
        }
        last = now;
        var line = line(day, (now - start) / 1e9);
        if (terminal) {
            var cut = line.length() < columns ? line : line.substring(0, columns - 1);
            out.print("\r" + cut + " ".repeat(columns - 1 - cut.length()));
            shown = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(String day, double seconds) {
        var left = done == 0
                ? ""
                : ", done at "
                        + LocalTime.now(ZoneId.systemDefault())
                                .plusSeconds((long) (seconds / done * (days - done)))
                                .truncatedTo(ChronoUnit.SECONDS);
        return String.format(
                Locale.ROOT,
                "%s  %d of %d days, %d records, %.0f a second%s",
                day,
                done,
                days,
                records,
                records / Math.max(0.001, seconds),
                left);
    }
}
