package dev.daybook.client.pull;

import dev.daybook.client.PullOptions;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pulls day after day without an end, a file a day. A day that is not over is pulled again and again; once it is settled,
 * a while after its end, it is pulled a last time, and that is written down in the folder.
 */
public final class Follow {
    private final PullOptions options;
    private final Target target;
    private final ZoneId zone;
    private final Duration settle;
    private final Duration every;
    private final Clock clock;
    private final Watcher watcher;

    /**
     * A pull without an end.
     *
     * @param options of the pull; their last day does not count
     * @param target with a file a day
     * @param zone the account's, in which days begin and end
     * @param settle how long after its end a day is settled
     * @param every how long to wait between two pulls of a day that is not
     */
    public Follow(
            PullOptions options,
            Target target,
            ZoneId zone,
            Duration settle,
            Duration every,
            Clock clock,
            Watcher watcher) {
        if (!target.byDay()) {
            throw new IllegalArgumentException("to follow takes a file a day: --partition day");
        }
        if (settle.isNegative() || every.isNegative()) {
            throw new IllegalArgumentException("a day cannot be settled before its end, nor a wait be less than none");
        }
        this.options = options;
        this.target = target;
        this.zone = zone;
        this.settle = settle;
        this.every = every;
        this.clock = clock;
        this.watcher = watcher;
    }

    /**
     * Follows until there is no reason to.
     *
     * @param restart whether to forget which days were settled before
     * @param goOn asked after each round
     * @throws ClientException if the server refuses or is out of order for too long, the files cannot be written, or are
     *     of another pull
     */
    public void run(boolean restart, Supplier<Boolean> goOn) throws InterruptedException {
        try {
            Disk.createFolders(target.out());
            try (var lock = Disk.open(target.out().resolve(".daybook-follow"))) {
                if (!Disk.lock(lock)) {
                    throw new ClientException(Reason.OTHER_PULL, "another process follows to " + target.out());
                }
                if (restart) {
                    Files.deleteIfExists(notes());
                }
                follow(goOn);
            }
        } catch (IOException failure) {
            throw new ClientException(
                    Reason.OUTPUT, "cannot write to " + target.out() + ": " + failure.getMessage(), failure);
        }
    }

    private void follow(Supplier<Boolean> goOn) throws IOException, InterruptedException {
        var settled = settled().filter(days -> days.joins(options.from()));
        var first = settled.map(Days::first).orElse(options.from());
        var day = settled.map(days -> days.last().plusDays(1)).orElse(first);
        do {
            for (; isSettled(day); day = day.plusDays(1)) {
                pull(day);
                keep(new Days(first, day));
            }
            for (var open = day; !open.isAfter(LocalDate.ofInstant(clock.instant(), zone)); open = open.plusDays(1)) {
                pull(open);
            }
            if (!goOn.get()) {
                return;
            }
            Thread.sleep(every.toMillis());
        } while (true);
    }

    private boolean isSettled(LocalDate day) {
        return !clock.instant()
                .isBefore(day.plusDays(1).atStartOfDay(zone).toInstant().plus(settle));
    }

    /** Each pull of a day starts over: what was fetched of it before may have changed. */
    private void pull(LocalDate day) throws IOException, InterruptedException {
        var today = LocalDate.ofInstant(clock.instant(), zone);
        var ofDay = options.of(day, day).knowing(options.profile(), options.strict(), today);
        var pull = new Pull(ofDay, target, watcher);
        pull.restart();
        pull.run(true);
    }

    /** Days that were pulled a last time, both included. */
    private record Days(LocalDate first, LocalDate last) {
        /** Whether nothing is between them and what begins on that day, so that only what follows is to be pulled. */
        boolean joins(LocalDate from) {
            return !from.isBefore(first) && !from.isAfter(last.plusDays(1));
        }
    }

    private Optional<Days> settled() throws IOException {
        if (!Files.exists(notes())) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(notes());
        if (lines.size() != 2 || !lines.get(1).equals(plan())) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " was followed with other options ("
                            + (lines.size() == 2 ? lines.get(1) : notes() + " does not say which")
                            + "); repeat those, or start over with --restart");
        }
        try {
            var words = lines.get(0).split(" ", 2);
            return Optional.of(new Days(LocalDate.parse(words[0]), LocalDate.parse(words[words.length - 1])));
        } catch (DateTimeException damaged) {
            throw new ClientException(
                    Reason.OTHER_PULL, notes() + " does not say which days are settled; start over with --restart");
        }
    }

    private void keep(Days settled) throws IOException {
        Disk.write(notes(), settled.first + " " + settled.last + "\n" + plan() + "\n");
    }

    /** The options on which the files depend. */
    private String plan() {
        return options.kind().plural() + " of " + options.cmId() + " at " + options.server() + " as "
                + target.described();
    }

    /** Holds the days that are settled, and of which pull. */
    private Path notes() {
        return target.out().resolve(".daybook-settled");
    }
}
