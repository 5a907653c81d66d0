package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.Disk;
import dev.daybook.client.proof.Comparison;
import dev.daybook.client.proof.DifferingDays;
import dev.daybook.client.pull.FollowNotes.Days;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Pull without an end, of day after day, each into a file of its own. A day that is not over is pulled repeatedly. Some
 * time after its end the day is settled: it is pulled once more, and a file in the folder records that the day is
 * settled. While another process pulls to the folder, no day is pulled.
 *
 * <p>All settled days from the first day of the pull on are compared with the server's proof at the start and whenever
 * a day has been settled. Those that differ are pulled again: records of them were changed, deleted or imported. If
 * this takes longer than the wait between two rounds, the days that are not settled are pulled in between. A day that
 * still differs just after it was pulled again is reported.
 *
 * <p>An earlier pull to the folder may be unfinished. If it is of a single day with the same options, it is finished if
 * its files have all their records, and discarded otherwise. With any other unfinished pull, following stops with an
 * error, because that pull must be able to resume; a restart discards it, unless it is of another kind of record or of
 * another account.
 *
 * @param options the pull; its last day is ignored
 * @param target the output, which must have a file for each day
 * @param zone the account's zone, in which days begin and end
 * @param settle how long after its end a day is settled; until then it does not count as over
 * @param every the wait between two pulls of a day that is not settled
 * @param clock the clock of this machine. If the server's clock is behind it, but by at most a day, the server's clock
 *     decides whether a day is over
 * @param comparison compares settled days with the server's proof
 * @param watcher is notified of the progress
 */
public record Follow(
        PullOptions options,
        Target target,
        ZoneId zone,
        Duration settle,
        Duration every,
        Clock clock,
        Comparison comparison,
        Watcher watcher) {
    /**
     * If the pull of a settled day fails for one of these reasons, following continues: something else changed a file
     * of the day, or the answers with its records are wrong.
     */
    private static final Set<Reason> OF_ONE_DAY = Set.of(Reason.OTHER_PULL, Reason.MISBEHAVED, Reason.UNSTEADY);

    public Follow {
        if (!target.byDay()) {
            throw new IllegalArgumentException("--follow requires --partition day");
        }
        if (settle.isNegative() || every.isNegative()) {
            throw new IllegalArgumentException("a day cannot be settled before its end, and a wait cannot be negative");
        }
    }

    /**
     * Follows the days.
     *
     * @param restart whether to forget the settled days, to discard an unfinished pull to the same files, and to
     *     replace files that something else wrote. Such files are replaced until a round is complete and no day of
     *     another zone is left. If this run ends before that, a later run continues to replace them, even without a
     *     restart
     * @param settled receives the result of each day that is settled, before the day is recorded as settled
     * @param mayContinue asked after each round whether to continue
     * @throws ClientException if the server refuses or is unavailable for too long, or the files cannot be written or
     *     are of another pull
     */
    public void run(boolean restart, Pull.Last settled, Supplier<Boolean> mayContinue) throws InterruptedException {
        try {
            Disk.createFolders(target.out());
            try (var lock = Disk.open(target.out().resolve(".daybook-follow"))) {
                if (!Disk.lock(lock)) {
                    throw new ClientException(Reason.OTHER_PULL, "another process follows to " + target.out());
                }
                if (restart) {
                    // This call fails if another pull is running. Then a later run must find no note of the restart.
                    new Pull(options.withDays(options.from(), LocalDate.MAX), target, watcher).restart();
                    notes().restart();
                }
                follow(restart || notes().isReplacing(), settled, mayContinue);
            }
        } catch (IOException failure) {
            throw new ClientException(
                    Reason.OUTPUT,
                    "cannot write to " + target.out() + ": " + FileReason.of(notes().file(), failure),
                    failure);
        }
    }

    private void follow(boolean restart, Pull.Last last, Supplier<Boolean> mayContinue)
            throws IOException, InterruptedException {
        var replace = restart;
        var notes = notes();
        var before = notes.settled();
        before.map(days -> days.last().plusDays(1))
                .filter(next -> next.isBefore(options.from()))
                .ifPresent(next -> watcher.leavesOut(next, options.from().minusDays(1)));
        var settled = before.filter(days -> days.joins(options.from()));
        var first = settled.map(Days::first).orElse(options.from());
        var day = settled.map(days -> days.last().plusDays(1)).orElse(first);
        var differing = new DifferingDays(comparison, watcher);
        var mustCompare = true;
        while (true) {
            var isFree = true;
            // A new caller for each round: between two rounds, a firewall may drop the idle connection unnoticed.
            try (var caller = new RetryingCaller(options.connection(), watcher)) {
                while (isFree && day.isBefore(firstUnsettled())) {
                    isFree = pull(day, replace, last, caller);
                    if (isFree) {
                        notes.keep(new Days(first, day));
                        day = day.plusDays(1);
                        mustCompare = true;
                    }
                }
                // The last day is today by this machine's clock: a wrong Date header could delay the first pull of
                // today.
                for (var open = day; isFree && !open.isAfter(day(clock.instant())); open = open.plusDays(1)) {
                    isFree = pull(open, replace, result -> {}, caller);
                }
                if (isFree && mustCompare) {
                    differing.compare(digestsUntil(day));
                    mustCompare = false;
                }
                isFree = isFree && pullAgain(differing, replace, last, caller);
            }
            if (!isFree) {
                // The other process may pull some of the differing days.
                mustCompare = true;
                watcher.waitsForOthers(every);
            } else if (notes.hasRestart() && differing.isEmpty() && !hasDaysOfOtherZone()) {
                notes.endRestart();
                replace = false;
            }
            if (!mayContinue.get()) {
                return;
            }
            if (!isFree || differing.isEmpty()) {
                Thread.sleep(every.toMillis());
            }
        }
    }

    /**
     * Whether a day that this follower will soon pull was pulled in another zone. If the account moved to a zone in the
     * west, such a day may not have begun in the new zone. Zones differ by at most 26 hours, so the days until the day
     * after tomorrow are checked.
     */
    private boolean hasDaysOfOtherZone() throws IOException {
        var soon = day(clock.instant()).plusDays(2);
        return Receipt.read(options, target)
                .otherZoneOfFolder(
                        LocalDate.MIN,
                        options.from().minusDays(1),
                        options.pages().zoneIsNamed())
                .filter(other -> !other.first().isAfter(soon))
                .isPresent();
    }

    /** The first day that is not settled, by the server's clock or this machine's, whichever is earlier. */
    private LocalDate firstUnsettled() {
        return day(options.connection().clock().earlier(clock.instant()).minus(settle));
    }

    private FollowNotes notes() {
        return new FollowNotes(options, target, zone);
    }

    private LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }

    /**
     * Pulls a day, each time from its start, because its records may have changed.
     *
     * @param replace whether also files that something else wrote may be replaced
     * @return false if another process is writing to the folder, so that the day must wait
     */
    private boolean pull(LocalDate day, boolean replace, Pull.Last last, RetryingCaller caller)
            throws InterruptedException {
        var ofDay = options.withDays(day, day).withPages(options.pages().withToday(firstUnsettled()));
        return new Pull(ofDay, target, watcher, Optional.of(caller)).replaceDay(replace, last);
    }

    /** The digests of the days from the first day of this run to the day before {@code end}, as last pulled. */
    private SortedMap<LocalDate, PullDigest> digestsUntil(LocalDate end) throws IOException {
        var receipt = Receipt.read(options, target);
        var digests = new TreeMap<LocalDate, PullDigest>();
        options.from().datesUntil(end).forEach(day -> digests.put(day, receipt.digest(day)));
        return digests;
    }

    /**
     * Pulls differing days again, at least one, until the next round is due: days that are not settled must not wait
     * for hundreds of settled ones.
     *
     * @return false if another process is writing to the folder
     */
    private boolean pullAgain(DifferingDays differing, boolean replace, Pull.Last last, RetryingCaller caller)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        for (var day = differing.next(); day.isPresent(); day = differing.next()) {
            try {
                if (!pull(day.get(), replace, last, caller)) {
                    differing.putBack(day.get());
                    return false;
                }
                differing.check(day.get(), Receipt.read(options, target).digest(day.get()));
            } catch (ClientException failure) {
                if (!OF_ONE_DAY.contains(failure.reason())) {
                    throw failure;
                }
                watcher.isBehind(String.valueOf(failure.getMessage()));
            }
            if (Duration.ofNanos(System.nanoTime() - start).compareTo(every) >= 0) {
                return true;
            }
        }
        return true;
    }
}
