package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Resumption of a pull from what earlier runs left: their journal, their files and the receipt of complete pulls. */
record Resumption(PullOptions options, Target target, OpenFiles files, Journal journal) {
    /**
     * Reads the journal. If it is empty, starts a new one with the days that are complete according to the receipt, or
     * with no days if {@code replace} is true.
     *
     * @param replace whether to pull complete days again, and to replace existing files
     * @throws ClientException if there is an unfinished pull with other options, if there are files that may not be
     *     replaced or days of another zone, or if there are symbolic links in place of files
     */
    void begin(Receipt receipt, boolean replace) throws IOException {
        var plan = Plan.of(options, target);
        journal.read(plan);
        if (!journal.isEmpty() && !journal.state().isBegun()) {
            // An interrupted run may have written a part of the list of what existed before. It must not be used: a
            // complete day that is not in it would be pulled again.
            journal.clear();
            journal.read(plan);
        }
        if (!journal.isEmpty()) {
            checkNoLinks(journal.state().days().keySet());
            checkNothingCame();
            return;
        }
        var done = replace ? new TreeMap<LocalDate, PullDigest>() : receipt.done(options.from(), options.to());
        checkNoLinks(done.keySet());
        if (!replace) {
            checkOneZone(receipt, options.to());
            checkNothingIsReplaced(receipt, done.keySet());
        }
        journal.begin(plan);
        for (var day = firstOfFiles(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            var found = files.found(day);
            if (found.isPresent() && !done.containsKey(day)) {
                journal.finds(day, found.get());
            }
        }
        for (var day : done.entrySet()) {
            journal.day(day.getKey(), day.getValue(), true, files.lengths(day.getKey()));
        }
        if (!target.byDay() && !done.isEmpty()) {
            // A restart that was killed may have left incomplete files, which must not replace the complete ones.
            files.discard(options.to());
            journal.whole();
        }
        journal.begun();
    }

    /**
     * Refuses to replace files of another pull or of unknown origin. Also refuses to mix days in a folder: days that
     * were pulled with a masking key, and days that were pulled with a key that does not mask.
     *
     * @param kept the days whose files are not replaced
     * @throws ClientException if a file may not be replaced, or the folder would have days of both kinds of keys
     */
    void checkNothingIsReplaced(Receipt receipt, Set<LocalDate> kept) throws IOException {
        var masks = Plan.of(options, target).isMasked();
        var otherKey = receipt.otherPlans()
                .filter(plan -> plan.isMasked() != masks)
                .map(Plan::key)
                .findFirst();
        if (otherKey.isPresent()) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " has days that were pulled with " + otherKey.get()
                            + "; use such a key or another folder, or --restart, which replaces only the days that it"
                            + " pulls");
        }
        for (var day = firstOfFiles(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            if (kept.contains(day) || receipt.mayReplace(day)) {
                continue;
            }
            for (var file : target.files(day)) {
                if (Files.exists(file.path())) {
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            file.path() + " exists already"
                                    + receipt.otherKey(day)
                                            .map(key -> ", pulled with " + key + "; use such a key, or --restart")
                                            .orElse("; --restart")
                                    + " pulls it again and replaces it");
                }
            }
        }
    }

    /**
     * Refuses a folder with days, or with an unfinished pull, of another kind of record or of another account: the
     * files of a day have the same name, so the pulls would replace each other's files. The server's address may
     * change, because another address does not mean other records.
     *
     * @throws ClientException if the folder is of other records
     */
    void checkOneSource(Receipt receipt) throws IOException {
        var own = Plan.of(options, target);
        var unfinished = target.byDay() ? journal.plan() : Optional.<Plan>empty();
        var other = Stream.concat(unfinished.stream(), receipt.otherPlans())
                .filter(own::hasOtherRecords)
                .findFirst();
        if (other.isPresent()) {
            throw otherRecords(target, other.get());
        }
    }

    /**
     * Refuses to pull if another pull that would write a file of these days is running or unfinished. Looks only for
     * pulls whose journal has another name.
     *
     * @throws ClientException if there is such a pull
     */
    void checkAlone(Stream<LocalDate> days) throws IOException {
        var other = OtherFiles.running(target.journalsOfOthers(days));
        if (other.isPresent()) {
            throw OtherFiles.alreadyPulling(other.get());
        }
    }

    /**
     * The refusal of a folder whose records are of another kind or another account.
     *
     * @param other the plan of these records
     */
    static ClientException otherRecords(Target target, Plan other) {
        return new ClientException(
                Reason.OTHER_PULL,
                target.out() + " is the folder of a pull of " + other.records()
                        + "; name another folder or, if you no longer need its files, delete this one");
    }

    /**
     * Refuses a pull that would leave days of another zone in the folder, in files with the same names as its own.
     * Where days of different zones meet, records would be missing, or be in both days; see {@link
     * Receipt#otherZoneOfFolder}.
     *
     * @param last the last day that is replaced, by this pull or by later pulls of a follower
     * @throws ClientException if such days would be left
     */
    void checkOneZone(Receipt receipt, LocalDate last) throws IOException {
        var isNamed = options.pages().zoneIsNamed();
        var other = receipt.otherZoneOfFolder(options.from(), last, isNamed);
        if (other.isPresent()) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    target.out() + " has days of " + other.get().zone() + " from "
                            + other.get().first() + " to " + other.get().last() + ". "
                            + (isNamed ? "Days" : "Files") + " of "
                            + options.pages().zone().orElseThrow()
                            + (isNamed
                                    ? " begin at other times, so that records would be missing or twice"
                                    : " have other instants for the same times")
                            + ". If the account is still in "
                            + other.get().zone() + ", name it by"
                            + " --zone; otherwise pull these days too, with --restart, or use another folder");
        }
    }

    /**
     * Refuses a symbolic link in place of a file that the pull would write. The pull would replace the link, and the
     * file to which it leads would keep the old records.
     *
     * @param kept the days whose files are not written
     */
    private void checkNoLinks(Set<LocalDate> kept) throws IOException {
        for (var day = firstOfFiles(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            for (var file : target.files(day)) {
                if (!kept.contains(day) && Files.isSymbolicLink(file.path())) {
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            file.path() + " is a symbolic link, which the pull would replace: move the link away"
                                    + (target.byDay() ? ", or link the folder of the day instead" : ""));
                }
            }
        }
    }

    /**
     * The day at which a loop over the pull's files begins. If all days share their files, this is the last day, so
     * that the loop handles these files only once.
     */
    private LocalDate firstOfFiles() {
        return target.byDay() ? options.from() : options.to();
    }

    /** Refuses to continue if something else wrote files of complete days, or files that the pull would replace. */
    private void checkNothingCame() throws IOException {
        var state = journal.state();
        for (var day = firstOfFiles(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            if (!target.byDay() || !state.days().containsKey(day)) {
                files.checkFound(day, state, state.isWhole());
            } else {
                files.checkComplete(day, state.lengths(day));
            }
        }
    }

    /** What is known about the server, including what earlier runs of this pull learned. */
    ServerKnowledge knowledge(Watcher watcher) {
        var state = journal.state();
        var known = new ServerKnowledge(options.pages().endIsExclusive(), watcher::learned);
        if (state.windowEnd() != WindowEnd.UNKNOWN) {
            known.learn(
                    profile -> profile.with(state.windowEnd()),
                    "an earlier run found that the end date of a window is "
                            + state.windowEnd().name().toLowerCase(Locale.ROOT));
        }
        state.givingDay().ifPresent(day -> known.page(day, Integer.MAX_VALUE, state.largestPage()));
        return known;
    }

    /**
     * Opens the files at the last step. If a power cut lost some of their bytes, goes back to the last step before the
     * last checkpoint. Opens nothing if there is no step yet, or if the files of the last step are complete.
     *
     * @throws IOException if the files do not have the bytes of the earlier step either
     */
    void openFiles() throws IOException {
        if (isAsWritten()) {
            return;
        }
        journal.goBack(Plan.of(options, target));
        if (!isAsWritten()) {
            throw new IOException(
                    "the unfinished files are shorter than when the last run wrote to them, or not the same;"
                            + " --restart pulls them again");
        }
    }

    private boolean isAsWritten() throws IOException {
        var state = journal.state();
        var step = state.step();
        var isDone = state.isWhole()
                || step.isEmpty()
                || (target.byDay() && state.days().containsKey(step.get().day()));
        return isDone || files.resume(step.get());
    }
}
