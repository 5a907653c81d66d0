package dev.daybook.cli.pull;

import dev.daybook.client.day.PageOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of a pull without an end. */
final class FollowOption {
    @Option(
            names = "--follow",
            description =
                    "Run without an end: pull each day again until it is settled (requires --partition day), and later"
                            + " if a Daybook's proof differs; or poll for --changes.")
    private boolean follow;

    @Option(
            names = "--settle",
            defaultValue = "" + PageOptions.SETTLE_MINUTES,
            paramLabel = "MINUTES",
            description = "With --follow: how long after the end of a day the day is settled (default:"
                    + " ${DEFAULT-VALUE}).")
    private int settle;

    @Option(
            names = "--every",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "With --follow: the wait between two rounds (default: ${DEFAULT-VALUE}).")
    private int every;

    boolean isOn() {
        return follow;
    }

    Duration settle() {
        return Duration.ofMinutes(settle);
    }

    Duration every() {
        return Duration.ofSeconds(every);
    }

    /** Refuses a {@code --settle} below 0 minutes, and an {@code --every} below 1 second. */
    void check() {
        if (settle < 0) {
            throw new IllegalArgumentException("--settle: expected 0 minutes or more");
        }
        if (every < 1) {
            throw new IllegalArgumentException("--every: expected 1 second or more");
        }
    }
}
