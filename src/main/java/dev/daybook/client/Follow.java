package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Pulls day after day without an end, a file a day. A day that is not over is pulled again and again; once it is settled,
 * a while after its end, it is pulled a last time, and that is written down.
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
     * @param goOn asked after each round
     * @throws ClientException if the server refuses or is out of order for too long, or the files cannot be written
     */
    public void run(Supplier<Boolean> goOn) throws InterruptedException {
        try {
            var day = first();
            do {
                for (; isSettled(day); day = day.plusDays(1)) {
                    pull(day);
                    keep(day);
                }
                for (var open = day; !open.isAfter(LocalDate.now(clock.withZone(zone))); open = open.plusDays(1)) {
                    pull(open);
                }
                if (!goOn.get()) {
                    return;
                }
                Thread.sleep(every.toMillis());
            } while (true);
        } catch (IOException failure) {
            throw new ClientException(
                    Reason.OUTPUT, "cannot write to " + target.out() + ": " + failure.getMessage(), failure);
        }
    }

    private boolean isSettled(LocalDate day) {
        return !clock.instant()
                .isBefore(day.plusDays(1).atStartOfDay(zone).toInstant().plus(settle));
    }

    /** Each pull of a day starts over: what was fetched of it before may have changed. */
    private void pull(LocalDate day) throws IOException, InterruptedException {
        var pull = new Pull(options.of(day, day), target, watcher);
        pull.restart();
        pull.run(true);
    }

    /** The first day that is not settled yet. */
    private LocalDate first() throws IOException {
        if (!Files.exists(settled())) {
            return options.from();
        }
        var next = LocalDate.parse(Files.readString(settled()).strip()).plusDays(1);
        return next.isBefore(options.from()) ? options.from() : next;
    }

    private void keep(LocalDate day) throws IOException {
        var next = settled().resolveSibling(settled().getFileName() + ".new");
        Files.writeString(next, day + "\n");
        Files.move(next, settled(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Holds the last day that is settled. */
    private Path settled() {
        return target.out().resolve(".daybook-settled");
    }
}
