package dev.daybook.cli.pull;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.proof.Comparison;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.proof.ProofCheck.Told;
import dev.daybook.client.pull.ChangesPull;
import dev.daybook.client.pull.Follow;
import dev.daybook.client.pull.Pull;
import dev.daybook.client.pull.PullOptions;
import dev.daybook.client.pull.PullResult;
import dev.daybook.domain.account.Account;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of a command that pulls. It asks the server for its proof (counts and digests of days), which only Daybook
 * has. Then it pulls, and reports the result.
 *
 * @param connection the connection to the server, for one account
 * @param pages the options for pages
 */
record PullRun(
        Connection connection,
        PageOptions pages,
        OutputOption output,
        Optional<Path> list,
        Optional<ZoneId> zone,
        PullProgress progress,
        PullReport report) {
    private static final Clock CLOCK = Clock.systemUTC();

    /** Pulls days, compares them with the server's proof, and returns the exit code of the command. */
    int pull(PullOptions options, boolean restart) throws InterruptedException {
        var start = System.nanoTime();
        var proof = proof();
        var told = proof.serverProof(options.from(), zone.isEmpty());
        var pull = new Pull(
                options.withPages(ready(told)), output.target(pages.kind(), list, zone(told.proof())), progress);
        if (restart) {
            pull.restart();
        }
        var proven = new AtomicReference<>(Proven.NONE);
        // The journal stays until the end of the comparison: if this run is killed before that, the next run compares
        // again.
        var result = pull.run(
                restart, whole -> proven.set(Proven.of(proof, told.proof().isPresent(), whole, options)));
        progress.clear();
        report.whole(result, Duration.ofNanos(System.nanoTime() - start), progress.retries(), proven.get());
        if (!proven.get().trouble().isEmpty()) {
            report.trouble(proven.get().trouble());
            return PullCommand.NOT_PROVEN;
        }
        return HelpOption.DONE;
    }

    private ProofCheck proof() {
        return new ProofCheck(connection, pages.kind(), progress);
    }

    /**
     * Pulls until the process is stopped: each day again and again until it is settled, and later if it differs from
     * the proof; see {@link Follow}.
     */
    int follow(PullOptions options, boolean restart, FollowOption how) throws InterruptedException {
        var told = proof().serverProof(options.from(), zone.isEmpty());
        var accountZone = zone(told.proof());
        var isServerNew = new AtomicBoolean(true);
        new Follow(
                        options.withPages(ready(told)),
                        output.target(pages.kind(), list, accountZone),
                        accountZone,
                        how.settle(),
                        how.every(),
                        CLOCK,
                        told.proof().isPresent() ? proof()::differing : Comparison.NONE,
                        progress)
                .run(
                        restart,
                        settled -> {
                            progress.clear();
                            report.settled(settled, isServerNew);
                        },
                        () -> true);
        return HelpOption.DONE;
    }

    /** Adds changes to the file, once or without an end. */
    int changes(boolean restart, FollowOption how) throws InterruptedException {
        var told = toldNow();
        tellChanges(changes(told).run(restart), how);
        while (how.isOn()) {
            Thread.sleep(how.every().toMillis());
            // For a moment, a gateway may answer in place of Daybook. Then the earlier proof still counts.
            var before = told;
            told = toldNow().or(() -> before);
            tellChanges(changes(told).run(false), how);
        }
        return HelpOption.DONE;
    }

    /**
     * The server's proof before a round of changes; empty if there is none. The proof names the account's zone, so the
     * round notices a change of the zone.
     */
    private Optional<ProofAnswer> toldNow() throws InterruptedException {
        // No zone is needed: the lines of the changes stay as the server sends them.
        return proof().serverProof(ProofCheck.ANY_DAY, false).proof();
    }

    private ChangesPull changes(Optional<ProofAnswer> told) {
        return new ChangesPull(connection, sized(told), output.out(), told.map(ProofAnswer::zoneName), progress);
    }

    private void tellChanges(long count, FollowOption how) {
        if (count > 0 || !how.isOn()) {
            report.changes(count);
        }
    }

    private ZoneId zone(Optional<ProofAnswer> told) {
        return zone.or(() -> told.map(ProofAnswer::zone)).orElse(Account.DEFAULT_ZONE);
    }

    /**
     * Adds to the page options the values of {@link #sized}, the zone, and the first day that is not over. The zone is
     * the one that the user named, otherwise the one in the server's answer, otherwise the default. It may be wrong: a
     * proxy may have answered in place of Daybook, the user may have named a wrong zone, or this Java may have other
     * rules for the zone than the server. So the pages of the pull must confirm the zone later.
     */
    private PageOptions ready(Told told) {
        // An answer of the server may have shown by now that its clock is behind this machine's.
        var now = connection.clock().earlier(CLOCK.instant());
        var settled = now.minus(Duration.ofMinutes(PageOptions.SETTLE_MINUTES));
        var account = zone(told.proof());
        var ready = sized(told.proof())
                .withToday(LocalDate.ofInstant(settled, account))
                .withZone(account);
        return told.isDaybook() ? ready.withNamedZone() : ready;
    }

    /**
     * The page options with what the server's proof says, if there is one.
     *
     * @throws IllegalArgumentException if the user has chosen larger pages than the server gives
     */
    private PageOptions sized(Optional<ProofAnswer> told) {
        var sized = told.map(pages::withProof).orElse(pages);
        if (sized.size() > sized.maximum()) {
            throw new IllegalArgumentException("--page-size: this server gives at most " + sized.maximum() + " "
                    + sized.kind().plural() + " in a page");
        }
        return sized;
    }

    /**
     * The result of the comparison with the proof.
     *
     * @param word the result in one word
     * @param inShort the result in a few words
     * @param trouble the error message if the server's proof differs from the files, or is unavailable; empty if it
     *     agrees, or if the server offers no proof
     */
    record Proven(String word, String inShort, String trouble) {
        static final Proven NONE = new Proven("none", "the server offers no proof", "");
        private static final String DIFFERS = "differs";

        /** Whether the proof shows that the server has other records than the files. */
        boolean differs() {
            return word.equals(DIFFERS);
        }

        /**
         * Compares the pulled days with the server's proof; {@link #NONE} if the server has no proof. If the server
         * cannot be asked, the result says so, and no {@link ClientException} is thrown.
         */
        static Proven of(ProofCheck proof, boolean isOffered, PullResult result, PullOptions options)
                throws InterruptedException {
            try {
                if (!isOffered && !isOfferedNow(proof, result, options)) {
                    return NONE;
                }
                var days = proof.differing(result.days(), options.from(), options.to());
                return days.isEmpty()
                        ? new Proven("agrees", "the server's proof agrees", "")
                        : new Proven(
                                DIFFERS,
                                "the server's proof differs",
                                "the server has other records than the files on " + PullCommand.named(days)
                                        + "; records may have changed during the pull. 'daybook verify' names them,"
                                        + " --restart pulls them again");
            } catch (ClientException failure) {
                return new Proven(
                        "failed",
                        "the server gave no proof",
                        "the files are complete, but not proven: " + PullCommand.words(failure)
                                + ". The same command without --restart, or 'daybook verify', does that later");
            }
        }

        /**
         * Asks once more for a proof that was missing at the start, for example during a restart of the server. Asks
         * only if the fetched pages show that the server is Daybook, or if none was fetched.
         */
        private static boolean isOfferedNow(ProofCheck proof, PullResult result, PullOptions options)
                throws InterruptedException {
            return (result.statesWindow() || result.requests() == 0)
                    && proof.serverProof(options.from(), false).proof().isPresent();
        }
    }
}
