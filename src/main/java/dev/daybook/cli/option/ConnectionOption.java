package dev.daybook.cli.option;

import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryPolicy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of the commands that call the API of a server, {@code pull}, {@code verify} and {@code check}: the
 * server's address, the account, the key, and the limits for requests.
 */
public final class ConnectionOption {
    private static final Pattern PAGES = Pattern.compile("^/(docs|openapi[^/]*|healthz|metrics|console)(/|$)");

    /**
     * The path of an operation at the end of a URL, as it is written on the vendor's pages and on those of Daybook.
     */
    private static final Pattern OPERATION =
            Pattern.compile("(/ms/customer(-search)?/.*|/daybook/v1(/.*)?|/[^/]+\\.html(/v\\.[^/]*)?/*)$");

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
            description = "A file with the key's token. Or put the token into DAYBOOK_KEY. It cannot be an argument,"
                    + " because other users can see arguments.")
    private @Nullable Path keyFile;

    @Option(
            names = {"--rate", "--pull-rate"},
            paramLabel = "N",
            description = "The most requests per second; 0 for no limit (default: ${DEFAULT-VALUE}).")
    private BigDecimal rate;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "The longest time for one request (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /**
     * Makes the options, whose defaults differ between commands.
     *
     * @param rate the default of {@code --rate}: the most requests per second
     * @param timeout the default of {@code --timeout}: the seconds for one request
     */
    public ConnectionOption(int rate, int timeout) {
        this.rate = BigDecimal.valueOf(rate);
        this.timeout = timeout;
    }

    /**
     * The connection that the options describe, with the key.
     *
     * @throws IllegalArgumentException if an option has a wrong value, or if there is no key
     */
    public Connection connection(RetryPolicy retries) {
        check();
        return connection(token(), retries);
    }

    /**
     * Returns the key from a file or the environment. There is no argument for the key, because other users can see
     * arguments.
     */
    private String token() {
        var token = keyFile != null
                ? TokenFile.bare("--key-file: " + keyFile, OptionFile.text("--key-file", keyFile))
                : TokenFile.bare("DAYBOOK_KEY", SettingSource.key(command));
        if (token.isEmpty()) {
            throw new IllegalArgumentException(
                    keyFile != null
                            ? "--key-file: there is no key in " + keyFile
                            : "there is no key: name a file with it by --key-file, or set DAYBOOK_KEY");
        }
        return token;
    }

    /**
     * The connection of a dry run, which makes no request and needs no key.
     *
     * @throws IllegalArgumentException if an option has a wrong value
     */
    public Connection withoutKey(RetryPolicy retries) {
        check();
        return connection("", retries);
    }

    private void check() {
        if (!Connection.isAddress(url)) {
            throw new IllegalArgumentException("--url: " + Connection.noAddress(url));
        }
        var path = String.valueOf(url.getPath());
        if (PAGES.matcher(path).find()) {
            throw new IllegalArgumentException("--url: '" + url + "' is a page for people; omit " + path);
        }
        var operation = OPERATION.matcher(path);
        if (operation.find()) {
            throw new IllegalArgumentException(
                    "--url: '" + url + "' is the address of an operation; omit " + operation.group());
        }
        if (timeout < 1 || rate.signum() < 0) {
            throw new IllegalArgumentException("expected --timeout 1 or more, --rate 0 or more");
        }
    }

    private Connection connection(String token, RetryPolicy retries) {
        return new Connection(url, token, cmId, rate.doubleValue(), Duration.ofSeconds(timeout), retries);
    }
}
