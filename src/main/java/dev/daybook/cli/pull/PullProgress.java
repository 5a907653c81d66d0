package dev.daybook.cli.pull;

import dev.daybook.client.call.Watcher;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Printed progress of a pull: on a terminal in one line that changes, elsewhere one line per minute. */
final class PullProgress implements Watcher {
    private static final long TERMINAL_NANOS = 200_000_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final long LOG_NANOS = 60_000_000_000L;

    private final PrintWriter out;
    private final OptionalInt columns;
    private boolean quiet;
    private final boolean explain;
    private final LocalDate first;
    private final long days;
    private final LongSupplier nanos;
    private final Clock clock;
    private final long start;
    private long last;
    private long finished;
    private long finishedNow;
    private long records;
    private long retries;
    private boolean begun;
    private int shown;

    /**
     * @param columns the width of the terminal, empty if there is none
     * @param explain whether to print what is learned about the server
     * @param first the first day
     * @param days the number of days, 0 if it is not known
     */
    PullProgress(PrintWriter out, OptionalInt columns, boolean quiet, boolean explain, LocalDate first, long days) {
        this(out, columns, quiet, explain, first, days, System::nanoTime, Clock.system(ZoneId.systemDefault()));
    }

    PullProgress(
            PrintWriter out,
            OptionalInt columns,
            boolean quiet,
            boolean explain,
            LocalDate first,
            long days,
            LongSupplier nanos,
            Clock clock) {
        this.out = out;
        this.columns = columns;
        this.quiet = quiet;
        this.explain = explain;
        this.first = first;
        this.days = days;
        this.nanos = nanos;
        this.clock = clock;
        this.start = nanos.getAsLong();
        this.last = start;
    }

    @Override
    public synchronized void begun() {
        begun = true;
    }

    @Override
    public synchronized void wrote(LocalDate day, int count, long wireBytes) {
        records += count;
        begun = true;
        finished = ChronoUnit.DAYS.between(first, day);
        tell(day);
    }

    /**
     * Counts the days before this one as finished, too: days come in order, and an earlier run may have finished the
     * first ones.
     */
    @Override
    public synchronized void finished(LocalDate day) {
        finished = ChronoUnit.DAYS.between(first, day) + 1;
        finishedNow++;
        begun = true;
        tell(day);
    }

    @Override
    public synchronized void waits(Duration wait, String why) {
        retries++;
        tellWait(
                wait,
                why
                        + (wait.compareTo(LONG) > 0
                                ? "; Ctrl-C ends it now and the same command continues later, --max-wait SECONDS ends it"
                                        + " sooner"
                                : ""));
    }

    @Override
    public synchronized void waitsForOthers(Duration wait) {
        tellWait(wait, "another process is pulling to the same place");
    }

    @Override
    public synchronized void leavesOut(LocalDate from, LocalDate to) {
        if (!quiet) {
            print("not pulled: " + from + " to " + to + ", after the last settled day, but before --from");
        }
    }

    @Override
    public synchronized void pullsAgain(List<LocalDate> settled) {
        if (!quiet && !settled.isEmpty()) {
            print("pulled again, because the server has other records than the files: " + PullCommand.named(settled));
        }
    }

    @Override
    public synchronized void stillDiffers(LocalDate day) {
        print("not proven: " + day
                + " differs from the server's proof even just after it was pulled again; its records changed"
                + " meanwhile, or the proof counts other records than the pages have");
    }

    @Override
    public synchronized void isBehind(String why) {
        print("settled days may differ from the server, and are compared again when the next day is settled: " + why);
    }

    private void tellWait(Duration wait, String why) {
        if (!quiet) {
            print(String.format(
                    Locale.ROOT,
                    "waiting %.1f seconds, until %s: %s",
                    wait.toMillis() / 1_000.0,
                    UNTIL.format(LocalTime.now(clock).plus(wait)),
                    why));
        }
    }

    /** Prints what the pull learned about the server, but only with --explain. */
    @Override
    public synchronized void learned(String sentence) {
        if (explain) {
            print("learned: " + sentence);
        }
    }

    /** Prints a line that stays, in place of the changing line. */
    private void print(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /**
     * Whether this run has written something, such as a page. This decides how to continue after an interrupted
     * {@code --restart}. If true, the user repeats the command without {@code --restart}. If false, the user repeats it
     * with this option, because without it the command would still find the earlier pull.
     */
    synchronized boolean isBegun() {
        return begun;
    }

    synchronized long retries() {
        return retries;
    }

    /** Erases the changing line. */
    synchronized void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            out.flush();
            shown = 0;
        }
    }

    /**
     * Erases the changing line. From now on, prints only what --explain asks for: the program is being stopped, but the
     * pull may still be running.
     */
    synchronized void end() {
        clear();
        quiet = true;
    }

    private void tell(LocalDate day) {
        var now = nanos.getAsLong();
        if (quiet || now - last < (columns.isPresent() ? TERMINAL_NANOS : LOG_NANOS)) {
            return;
        }
        last = now;
        var line = line(day, (now - start) / 1e9);
        if (columns.isPresent()) {
            // The last column stays free, because a terminal would wrap after it.
            var cut = line.substring(0, Math.min(line.length(), columns.getAsInt() - 1));
            out.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
            shown = cut.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(LocalDate day, double seconds) {
        return String.format(
                Locale.ROOT,
                "%s  %s%d records, %.0f a second%s",
                day,
                days == 0 ? "" : finished + " of " + days + " days, ",
                records,
                records / Math.max(0.001, seconds),
                days == 0 || finishedNow == 0 ? "" : ", " + left(seconds / finishedNow * (days - finished)));
    }

    private static String left(double seconds) {
        var left = Duration.ofSeconds(Math.round(seconds));
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min left", left.toHours(), left.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d left", left.toMinutes(), left.toSecondsPart());
    }
}
