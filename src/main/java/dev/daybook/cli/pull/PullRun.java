package dev.daybook.cli.pull;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.ProofAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.pull.ChangesPull;
import dev.daybook.client.pull.Follow;
import dev.daybook.client.pull.Proof;
import dev.daybook.client.pull.Pull;
import dev.daybook.client.pull.PullResult;
import dev.daybook.domain.account.Account;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One run of a command that pulls: it asks the server what it is, pulls, and tells what came of it. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record PullRun(
        PullOptions options,
        OutputOption output,
        Optional<Path> list,
        Optional<ZoneId> zone,
        boolean largestPages,
        PullProgress progress,
        PullReport report) {
    private static final Clock CLOCK = Clock.systemUTC();

    /** Pulls the days, and compares them with the server's proof. */
    int pull(boolean restart) throws InterruptedException {
        var start = System.nanoTime();
        var proof = new Proof(options, progress);
        var told = proof.first();
        var pull = new Pull(ready(told), output.target(options.kind(), list, zone(told)), progress);
        if (restart) {
            pull.restart();
        }
        var proven = new AtomicReference<>(Proven.NONE);
        // Killed before the end of this, the next run does it: the journal stays until then.
        var result = pull.run(restart, whole -> {
            if (told.isPresent()) {
                proven.set(Proven.of(proof, whole));
            }
        });
        progress.clear();
        report.whole(
                result,
                Duration.ofNanos(System.nanoTime() - start),
                progress.retries(),
                proven.get().inShort());
        if (!proven.get().trouble().isEmpty()) {
            report.trouble(proven.get().trouble());
            return PullCommand.NOT_PROVEN;
        }
        return HelpOption.DONE;
    }

    /** Pulls days again and again until they are settled, without an end. */
    int follow(boolean restart, FollowOption how) throws InterruptedException {
        var told = new Proof(options, progress).first();
        var accountZone = zone(told);
        new Follow(
                        ready(told),
                        output.target(options.kind(), list, accountZone),
                        accountZone,
                        how.settle(),
                        how.every(),
                        CLOCK,
                        progress)
                .run(restart, () -> true);
        return HelpOption.DONE;
    }

    /** Adds what changed to the file, once or without an end. */
    int changes(boolean restart, FollowOption how) throws InterruptedException {
        var told = new Proof(options, progress).first();
        var pull = new ChangesPull(ready(told), output.out(), progress);
        tellChanges(pull.run(restart), how);
        while (how.isOn()) {
            Thread.sleep(how.every().toMillis());
            tellChanges(pull.run(false), how);
        }
        return HelpOption.DONE;
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
     * Asks for pages as large as the server is known to give, unless it was told how large; and knows which day it is for
     * the account.
     */
    private PullOptions ready(Optional<ProofAnswer> told) {
        var paged = largestPages ? options.pagedAs(told) : options;
        return paged.knowing(options.profile(), options.strict(), LocalDate.ofInstant(Instant.now(CLOCK), zone(told)));
    }

    /** What the proof says, and what is to be said of it if it is not that all is well. */
    private record Proven(String inShort, String trouble) {
        static final Proven NONE = new Proven("the server offers no proof", "");

        static Proven of(Proof proof, PullResult result) throws InterruptedException {
            try {
                var days = proof.differing(result.days());
                return days.isEmpty()
                        ? new Proven("the server's proof agrees", "")
                        : new Proven(
                                "the server's proof differs",
                                "the server has other records than the files on " + PullCommand.named(days)
                                        + "; records may have changed meanwhile. 'daybook verify' names them,"
                                        + " --restart pulls them again");
            } catch (ClientException failure) {
                return new Proven(
                        "the server gave no proof",
                        "the files are complete, but not proven: " + failure.getMessage()
                                + ". The same command, or 'daybook verify', does that later");
            }
        }
    }
}
