package dev.daybook.cli.pull;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.client.ClientException;
import dev.daybook.client.PullOptions;
import dev.daybook.client.pull.ChangesPull;
import dev.daybook.client.pull.Follow;
import dev.daybook.client.pull.Proof;
import dev.daybook.client.pull.Pull;
import dev.daybook.client.pull.PullResult;
import dev.daybook.domain.account.Account;
import dev.daybook.wire.pulled.ProofAnswer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** One run of a command that pulls: it asks the server what it is, pulls, and tells what came of it. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record PullRun(
        PullOptions options,
        OutputOption output,
        Optional<Path> list,
        Optional<ZoneId> zone,
        boolean largestPages,
        PullProgress progress,
        PrintWriter err,
        boolean quiet) {

    /** Pulls the days, and compares them with the server's proof. */
    int pull(boolean restart) throws InterruptedException {
        var start = System.nanoTime();
        var proof = new Proof(options, progress);
        var told = proof.first();
        var pull = new Pull(paged(told), output.target(options.kind(), list, zone(told)), progress);
        if (restart) {
            pull.restart();
        }
        var result = pull.run(restart);
        var proven = told.isEmpty() ? new Proven("the server offers no proof", "") : proven(proof, result);
        progress.clear();
        if (!quiet) {
            summarize(result, Duration.ofNanos(System.nanoTime() - start), proven.inShort);
        }
        if (!proven.trouble.isEmpty()) {
            err.println("daybook: " + proven.trouble);
            return PullCommand.NOT_PROVEN;
        }
        return HelpOption.DONE;
    }

    /** Pulls days again and again until they are settled, without an end. */
    int follow(boolean restart, FollowOption how) throws InterruptedException {
        var told = new Proof(options, progress).first();
        var accountZone = zone(told);
        new Follow(
                        paged(told),
                        output.target(options.kind(), list, accountZone),
                        accountZone,
                        how.settle(),
                        how.every(),
                        Clock.systemUTC(),
                        progress)
                .run(restart, () -> true);
        return HelpOption.DONE;
    }

    /** Adds what changed to the file, once or without an end. */
    int changes(boolean restart, FollowOption how) throws InterruptedException {
        var told = new Proof(options, progress).first();
        var pull = new ChangesPull(paged(told), output.out(), progress);
        tellChanges(pull.run(restart), how);
        while (how.isOn()) {
            Thread.sleep(how.every().toMillis());
            tellChanges(pull.run(false), how);
        }
        return HelpOption.DONE;
    }

    private void tellChanges(long count, FollowOption how) {
        if (!quiet && (count > 0 || !how.isOn())) {
            err.println(count + " changes added to " + output.out());
        }
    }

    private ZoneId zone(Optional<ProofAnswer> told) {
        return zone.or(() -> told.map(ProofAnswer::zone)).orElse(Account.DEFAULT_ZONE);
    }

    /** Asks for pages as large as the server is known to give, unless it was told how large. */
    private PullOptions paged(Optional<ProofAnswer> told) {
        return largestPages ? options.pagedAs(told) : options;
    }

    /** What the proof says, and what is to be said of it if it is not that all is well. */
    private record Proven(String inShort, String trouble) {}

    private static Proven proven(Proof proof, PullResult result) throws InterruptedException {
        try {
            var days = proof.differing(result.days());
            return days.isEmpty()
                    ? new Proven("the server's proof agrees", "")
                    : new Proven(
                            "the server's proof differs",
                            "the server has other records than the files on " + PullCommand.named(days)
                                    + "; records may have changed meanwhile. 'daybook verify' names them");
        } catch (ClientException failure) {
            return new Proven(
                    "the server gave no proof",
                    "the files are complete, but not proven: " + failure.getMessage()
                            + ". 'daybook verify' does that later");
        }
    }

    private void summarize(PullResult result, Duration took, String proven) {
        err.printf(
                Locale.ROOT,
                "%d %s of %d days; %d requests, %d retries, %.1f MB received, %d records came twice;"
                        + " %.1f seconds; %s%n",
                result.records(),
                options.kind().plural(),
                result.days().size(),
                result.requests(),
                progress.retries(),
                result.wireBytes() / 1e6,
                result.repeated(),
                took.toMillis() / 1_000.0,
                proven);
    }
}
