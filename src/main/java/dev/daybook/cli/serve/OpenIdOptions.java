package dev.daybook.cli.serve;

import dev.daybook.cli.option.OptionFile;
import dev.daybook.console.openid.OpenIdSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a log-in to the console through an OpenID Connect provider. */
final class OpenIdOptions {
    @Option(
            names = "--openid-issuer",
            paramLabel = "URL",
            description = "The issuer URL of the OpenID Connect provider through which people may log in to the"
                    + " console.")
    private @Nullable URI issuer;

    @Option(names = "--openid-client", paramLabel = "ID", description = "This server's client id at that provider.")
    private @Nullable String client;

    @Option(
            names = "--openid-secret-file",
            paramLabel = "FILE",
            description = "A file with this server's client secret at that provider.")
    private @Nullable Path secretFile;

    @Option(
            names = "--console-url",
            paramLabel = "URL",
            description = "The address under which browsers reach the console, such as https://daybook.example: the"
                    + " provider sends people back to it, and the links for people begin with it.")
    private @Nullable URI consoleUrl;

    /**
     * The settings of the provider; empty if there is none.
     *
     * @throws IllegalArgumentException if some of the options are missing or wrong
     */
    Optional<OpenIdSettings> settings() {
        if (issuer == null && client == null && secretFile == null) {
            return Optional.empty();
        }
        if (issuer == null || client == null || secretFile == null || consoleUrl == null) {
            throw new IllegalArgumentException(
                    "--openid-issuer, --openid-client, --openid-secret-file and --console-url go together");
        }
        var secret = OptionFile.text("--openid-secret-file", secretFile).strip();
        return Optional.of(new OpenIdSettings(issuer.toString(), client, secret, consoleUrl));
    }
}
