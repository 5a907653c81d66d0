package dev.daybook.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the trials of one part of a check of the battery: those that held, and those that failed ("missed"). A test
 * calls {@link #run} once for each part (such as each database). In it, the test makes {@link #trials} trials, and
 * calls {@link #held} or {@link #missed} after each. An exception counts as a missed trial and ends the part. The test
 * fails if a trial was missed, or if there was no trial. {@link TaggedTests} counts the tests that do not use this
 * class.
 *
 * <p>System properties: {@code battery}, the size of the battery (1 for the number of trials of the first release, 0.01
 * for a hundredth of it; without this property, tests make their small number of trials); {@code battery.seed}, to
 * repeat a run; {@code battery.results}, a folder for {@link Result}s and for the texts of {@link #planted}.
 */
public final class Tally {
    private static final double SIZE = Double.parseDouble(System.getProperty("battery", "0"));
    private static final Set<String> PLANTED = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger PARTS = new AtomicInteger();
    private static final int MISSES_TOLD = 10;

    /** The failures of the current test that are counted as missed trials. */
    private static final Set<Throwable> COUNTED =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private static volatile boolean called;

    private final AtomicLong held = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final Queue<String> misses = new ConcurrentLinkedQueue<>();
    private final long seed = Long.getLong("battery.seed", System.nanoTime());

    private Tally() {}

    /** The trials of one part. */
    @FunctionalInterface
    public interface Trials {
        void run(Tally tally) throws Exception;
    }

    /**
     * The number of trials: {@code small} in a normal build, otherwise {@code release} times the size of the battery.
     */
    public static int trials(int small, int release) {
        if (SIZE == 0) {
            return small;
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(release * SIZE)));
    }

    /** Whether this is a run of the battery, during which nothing else uses the processors. */
    public static boolean isBattery() {
        return SIZE > 0;
    }

    /** Runs the trials of one part, prints and stores their counts, and fails if one was missed. */
    public static void run(Check check, String part, Trials trials) throws Exception {
        called = true;
        var tally = new Tally();
        var start = System.nanoTime();
        try {
            trials.run(tally);
        } catch (Throwable failure) {
            tally.missed(failure.toString());
            COUNTED.add(failure);
            throw failure;
        } finally {
            tally.end(check, part, Duration.ofNanos(System.nanoTime() - start));
        }
        if (tally.missed.get() > 0) {
            var missed = new AssertionError(check + ", seed " + tally.seed + ": " + tally.missed + " missed\n"
                    + String.join("\n", tally.misses));
            COUNTED.add(missed);
            throw missed;
        }
    }

    /** Records that a part cannot be tried on this machine, and why. It never counts as held. */
    public static void notRun(Check check, String part, String reason) {
        called = true;
        keep(new Result(check, part, 0, 0, 0, Duration.ZERO, reason));
    }

    /** Clears what is known of the previous test, because another test begins. */
    static void forget() {
        called = false;
        COUNTED.clear();
    }

    /** Whether the current test counts its trials itself. */
    static boolean wasCalled() {
        return called;
    }

    /** Whether this failure of the current test is counted as a missed trial. */
    static boolean hasCounted(Throwable failure) {
        return COUNTED.contains(failure);
    }

    /** Stores a failure outside {@link #run} as a missed trial. Does nothing outside a run of the battery. */
    static void missedOutside(Check check, String part, String how) {
        keepInRun(new Result(check, part, 0, 1, Long.getLong("battery.seed", 0), Duration.ZERO, how));
    }

    /**
     * Stores the number of tests that passed without counting trials themselves; each counts as one trial. Does nothing
     * outside a run of the battery.
     */
    static void heldOutside(Check check, String part, long tests, Duration time) {
        keepInRun(new Result(check, part, tests, 0, Long.getLong("battery.seed", 0), time, ""));
    }

    /** Stores that a test was skipped, and why. Does nothing outside a run of the battery. */
    static void notRunOutside(Check check, String part, String reason) {
        keepInRun(new Result(check, part, 0, 0, 0, Duration.ZERO, reason));
    }

    private static void keepInRun(Result result) {
        if (!folder().isEmpty()) {
            keep(result);
        }
    }

    /**
     * Records personal data or other texts that a check has sent to a server. Check 25 searches the logs of all servers
     * of the run for them. A text that no check sent must not be recorded: it is in no log anyway, so the search for it
     * would prove nothing.
     */
    public static void planted(String... texts) {
        for (var text : texts) {
            if (!folder().isEmpty() && PLANTED.add(text)) {
                store("planted.txt", text + "\n");
            }
        }
    }

    /** Moves the log of a server process into the results, so that check 25 searches it, or deletes it in a build. */
    public static void keepLog(Path log) throws IOException {
        if (folder().isEmpty()) {
            Files.delete(log);
        } else {
            Files.move(log, Files.createDirectories(Path.of(folder())).resolve(log.getFileName()));
        }
    }

    /** The seed of all random choices, so that {@code -Dbattery.seed} repeats the run. */
    public long seed() {
        return seed;
    }

    /** Counts a trial that held. */
    public void held() {
        held(1);
    }

    /** Counts several trials that held. */
    public void held(long trials) {
        held.addAndGet(trials);
    }

    /** Counts a missed trial with its reason and continues. */
    public void missed(String how) {
        if (missed.incrementAndGet() <= MISSES_TOLD) {
            misses.add(how);
        }
    }

    private void end(Check check, String part, Duration time) {
        if (held.get() + missed.get() == 0) {
            missed("no trial was made");
        }
        keep(new Result(check, part, held.get(), missed.get(), seed, time, String.join(" | ", List.copyOf(misses))));
    }

    private static void keep(Result result) {
        System.out.println(result.told());
        if (!folder().isEmpty()) {
            store(
                    "%02d-%d-%d.tsv"
                            .formatted(
                                    result.check().number(),
                                    ProcessHandle.current().pid(),
                                    PARTS.incrementAndGet()),
                    result.line());
        }
    }

    private static void store(String name, String line) {
        try {
            var folder = Files.createDirectories(Path.of(folder()));
            Files.writeString(folder.resolve(name), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String folder() {
        return System.getProperty("battery.results", "");
    }
}
