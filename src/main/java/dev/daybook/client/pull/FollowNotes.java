package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.output.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The notes of a follower, in two files of its folder. One has the settled days. The other one exists from a restart
 * until all days are pulled.
 *
 * @param options the pull; its last day is ignored
 * @param target the output, which has a file for each day
 * @param zone the account's zone, in which days begin and end
 */
record FollowNotes(PullOptions options, Target target, ZoneId zone) {
    /** The settled days, first and last included. */
    record Days(LocalDate first, LocalDate last) {
        /** Whether a day is one of these days, or the day after them. */
        boolean joins(LocalDate from) {
            return !from.isBefore(first) && !from.isAfter(last.plusDays(1));
        }
    }

    /**
     * The days that earlier runs have settled; empty if there are none.
     *
     * @throws ClientException if those runs had other options or another zone, or the file is damaged
     */
    Optional<Days> settled() throws IOException {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file());
        var found = new Plan(lines.size() == 2 ? lines.get(1) : "");
        if (found.hasOtherRecords(plan())) {
            throw Resumption.otherRecords(target, found);
        }
        if (lines.size() == 2 && found.isMasked() != plan().isMasked()) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " was followed with " + found.key() + " (" + lines.get(1)
                            + "); use such a key, or start over with --restart");
        }
        if (!found.isAlike(plan())) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " was followed with other options ("
                            + (lines.size() == 2 ? lines.get(1) : file() + " does not say which")
                            + "); repeat those, or start over with --restart");
        }
        if (!found.fits(plan())) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " was followed with the days of "
                            + found.zone().orElseThrow() + ", not of "
                            + zone + "; name that zone by --zone if the server did not name it or, if the account has"
                            + " another one since then, start over with --restart");
        }
        try {
            var words = lines.get(0).split(" ", 2);
            return Optional.of(new Days(LocalDate.parse(words[0]), LocalDate.parse(words[words.length - 1])));
        } catch (DateTimeException damaged) {
            throw new ClientException(
                    Reason.OTHER_PULL, file() + " does not say which days are settled; start over with --restart");
        }
    }

    /** Records which days are settled. */
    void keep(Days settled) throws IOException {
        Disk.write(file(), settled.first + " " + settled.last + "\n" + plan().text() + "\n");
    }

    /** The options on which the bytes of the files depend, and the zone of the days. */
    private Plan plan() {
        return Plan.of(Plan.source(options), Optional.of(zone), target);
    }

    /**
     * Whether an earlier restart ended before it had replaced all days. It counts only if it had the same options, and
     * the same first day or an earlier one.
     */
    boolean isReplacing() throws IOException {
        if (!Files.exists(replacing())) {
            return false;
        }
        var lines = Files.readAllLines(replacing());
        try {
            return lines.size() == 2
                    && new Plan(lines.get(1)).fits(plan())
                    && !options.from().isBefore(LocalDate.parse(lines.get(0)));
        } catch (DateTimeException damaged) {
            return false;
        }
    }

    /** Forgets the settled days, and records that this run replaces all days. */
    void restart() throws IOException {
        Disk.write(replacing(), options.from() + "\n" + plan().text() + "\n");
        Files.deleteIfExists(file());
    }

    /** Whether an incomplete restart is recorded, perhaps one with other options. */
    boolean hasRestart() {
        return Files.exists(replacing());
    }

    /** Records that the restart is complete. */
    void endRestart() throws IOException {
        Files.deleteIfExists(replacing());
    }

    /** The file that records the first day and the options of a restart until all days are pulled. */
    private Path replacing() {
        return target.out().resolve(".daybook-replacing");
    }

    /** The file that records the settled days and the options of their pull. */
    Path file() {
        return target.out().resolve(".daybook-settled");
    }
}
