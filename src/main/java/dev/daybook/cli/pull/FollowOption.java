package dev.daybook.cli.pull;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a pull goes on without an end, and how. */
final class FollowOption {
    @Option(
            names = "--follow",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Go on without an end: pull each day again until it is settled, with --partition day; or look for"
                            + " --changes again and again.")
    private boolean follow;

    @Option(
            names = "--settle",
            defaultValue = "10",
            paramLabel = "MINUTES",
            description = "With --follow: how long after its end a day is settled (default: ${DEFAULT-VALUE}).")
    private int settle;

    @Option(
            names = "--every",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "With --follow: how long to wait between two looks (default: ${DEFAULT-VALUE}).")
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

    /** Refuses waits that cannot be. */
    void check() {
        if (settle < 0) {
            throw new IllegalArgumentException("--settle: expected 0 minutes or more");
        }
        if (every < 1) {
            throw new IllegalArgumentException("--every: expected 1 second or more");
        }
    }
}
