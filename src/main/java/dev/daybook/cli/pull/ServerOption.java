package dev.daybook.cli.pull;

import dev.daybook.cli.option.KeyFile;
import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command calls, as whom, and how patiently. */
final class ServerOption {
    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "The server: https://HOST, or http://HOST:PORT.")
    private URI url = URI.create("");

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the key's token. Or set DAYBOOK_KEY; never an argument, which others can see.")
    private @Nullable Path keyFile;

    @Option(
            names = {"--rate", "--pull-rate"},
            defaultValue = "0",
            paramLabel = "N",
            description = "Requests a second at most; 0 for no bound (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--timeout",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long one call may take (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--max-wait",
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "How long to wait in all for a server that is out of order, or tells to come back later"
                    + " (default: ${DEFAULT-VALUE}).")
    private int maxWait;

    @Option(
            names = "--first-wait",
            defaultValue = "500",
            paramLabel = "MILLIS",
            description =
                    "The longest wait before the second attempt; it doubles with each further one, up to 30 seconds"
                            + " (default: ${DEFAULT-VALUE}).")
    private int firstWait;

    /** The options of a pull; a dry run needs no key. */
    PullOptions options(PulledKind kind, LocalDate from, LocalDate to, int pageSize, int parallel, boolean dryRun) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("--url: expected https://HOST or http://HOST:PORT, not '" + url + "'");
        }
        if (timeout < 1 || maxWait < 0 || firstWait < 1) {
            throw new IllegalArgumentException(
                    "expected --timeout 1 or more, --max-wait 0 or more, --first-wait 1 or more");
        }
        return new PullOptions(
                url,
                dryRun ? "" : KeyFile.token(keyFile),
                cmId,
                kind,
                from,
                to,
                pageSize,
                parallel,
                rate,
                Duration.ofSeconds(timeout),
                new RetryPolicy(Duration.ofMillis(firstWait), RetryPolicy.DEFAULT.most(), Duration.ofSeconds(maxWait)));
    }
}
