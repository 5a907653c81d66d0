package dev.daybook.cli.pull;

import dev.daybook.client.call.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options for retries. */
final class RetryOption {
    @Option(
            names = "--max-wait",
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "How long one call is repeated while the server is unavailable or asks to come back later,"
                    + " attempts and waits included. The whole command makes many calls and has no such limit (default:"
                    + " ${DEFAULT-VALUE}).")
    private int maxWait;

    @Option(
            names = "--first-wait",
            defaultValue = "500",
            paramLabel = "MILLIS",
            description =
                    "The longest wait before the second attempt; it doubles with each further one, up to 30 seconds."
                            + " Also the pause, at most 200 milliseconds, before a pull checks a doubtful answer"
                            + " (default: ${DEFAULT-VALUE}).")
    private int firstWait;

    RetryPolicy policy() {
        if (maxWait < 0 || firstWait < 1) {
            throw new IllegalArgumentException("expected --max-wait 0 or more, --first-wait 1 or more");
        }
        return new RetryPolicy(Duration.ofMillis(firstWait), RetryPolicy.DEFAULT.most(), Duration.ofSeconds(maxWait));
    }
}
