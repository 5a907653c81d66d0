package dev.daybook.cli.pull;

import dev.daybook.cli.option.Counted;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.pull.PullResult;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.wire.json.CommandJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Printed result of a pull, with remarks on what the user may not expect, such as days that are not over yet.
 *
 * @param answer standard output, for the result as JSON
 * @param err standard error, for the result as text
 */
record PullReport(
        PulledKind kind,
        String traceId,
        Path out,
        PrintWriter answer,
        PrintWriter err,
        boolean json,
        boolean quiet,
        boolean explain) {
    private static final int SHOWN_IDS = 10;

    /** Prints the result of a complete pull. */
    void whole(PullResult result, Duration took, long retries, PullRun.Proven proven) {
        if (json) {
            answer.println(fields(result, took, retries, proven));
        } else if (!quiet) {
            text(result, took, retries, proven);
        }
        if (explain && !quiet) {
            result.profile().words().forEach((name, value) -> err.println("server: " + name + " " + value));
        }
    }

    private CommandJson fields(PullResult result, Duration took, long retries, PullRun.Proven proven) {
        return new CommandJson()
                .with("kind", kind.plural())
                .with("out", out.toString())
                .with("records", result.records())
                .with("days", result.days().size())
                .with("daysFetched", result.fetched())
                .with(
                        "daysOpen",
                        result.open().stream().map(LocalDate::toString).toList())
                .with("requests", result.requests())
                .with("retries", retries)
                .with("bytesReceived", result.wireBytes())
                .with("repeated", result.repeated())
                .with("daysAgain", result.rolledBack())
                .with("lenient", result.lenient())
                .with("untimed", result.untimed())
                .with("seconds", took.toMillis() / 1_000.0)
                .with("proof", proven.word())
                .with("traceId", traceId);
    }

    private void text(PullResult result, Duration took, long retries, PullRun.Proven proven) {
        if (result.fetched() == 0 && result.requests() == 0) {
            err.println(out + (proven.differs() ? " was" : " is complete already, as it was")
                    + " pulled before; --restart pulls it again");
        }
        err.printf(
                Locale.ROOT,
                "%s of %s; %s, %s, %s received, %s came twice; %.1f seconds; %s%n",
                Counted.of(result.records(), kind.word()),
                Counted.of(result.days().size(), "day"),
                Counted.of(result.requests(), "request"),
                Counted.of(retries, "retry"),
                Counted.bytes(result.wireBytes()),
                Counted.of(result.repeated(), "record"),
                took.toMillis() / 1_000.0,
                proven.inShort());
        serverRemark(result).ifPresent(err::println);
        remarks(result).forEach(err::println);
        if (!result.open().isEmpty()) {
            var isOne = result.open().size() == 1;
            err.println(PullCommand.named(result.open()) + " may get more " + kind.plural() + " until "
                    + PageOptions.SETTLE_MINUTES + " minutes after " + (isOne ? "its" : "their")
                    + " end; after that, the same command pulls " + (isOne ? "it" : "them") + " again");
        }
    }

    /**
     * Prints the remarks on a day that a follower has settled.
     *
     * @param isServerNew true until the remark on the server is printed. This remark is the same for each day, so this
     *     method prints it only once, and then sets the value to false
     */
    void settled(PullResult result, AtomicBoolean isServerNew) {
        if (!quiet) {
            var day = result.days().firstKey();
            serverRemark(result).filter(remark -> isServerNew.getAndSet(false)).ifPresent(err::println);
            remarks(result).forEach(remark -> err.println(day + ": " + remark));
        }
    }

    private static Optional<String> serverRemark(PullResult result) {
        return result.profile().windowEnd() == WindowEnd.EXCLUSIVE
                ? Optional.of("the server does not count the end date of a window, so each day was asked for with the"
                        + " next day as its end")
                : Optional.empty();
    }

    private List<String> remarks(PullResult result) {
        var remarks = new ArrayList<String>();
        if (result.rolledBack() > 0) {
            remarks.add("records moved while a day was paged; days pulled again: " + result.rolledBack());
        }
        if (result.lenient() > 0) {
            remarks.add(result.lenient() + " answers deviated from JSON or from their headers and were read leniently ("
                    + result.profile().leniency().stream()
                            .map(Leniency::words)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + "); --strict refuses them");
        }
        if (!result.untimed().isEmpty()) {
            var least = result.untimed().size() == PullResult.MOST_UNTIMED ? "at least " : "";
            remarks.add(least + result.untimed().size() + " " + kind.plural()
                    + " do not say when they were created, or not in a form that can be read: "
                    + ids(result.untimed()));
        }
        return remarks;
    }

    private static String ids(List<Long> ids) {
        return ids.stream().limit(SHOWN_IDS).map(String::valueOf).collect(Collectors.joining(", "))
                + (ids.size() > SHOWN_IDS ? " and others" : "");
    }

    /** Prints the number of changes that were added. */
    void changes(long count) {
        if (json) {
            answer.println(new CommandJson()
                    .with("kind", kind.plural())
                    .with("out", out.toString())
                    .with("changes", count)
                    .with("traceId", traceId));
        } else if (!quiet) {
            err.println(count + " changes added to " + out);
        }
    }

    /** Prints an error. */
    void trouble(String what) {
        err.println("daybook: " + what);
    }
}
