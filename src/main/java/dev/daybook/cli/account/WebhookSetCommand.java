package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.OptionFile;
import dev.daybook.cli.option.Terminal;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.WebhookJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook webhook set}. */
@Command(
        name = "set",
        description = "Set or replace an account's webhook. The secret comes from a file or from"
                + " DAYBOOK_WEBHOOK_SECRET. Otherwise an existing webhook keeps its secret, and a new webhook gets a"
                + " new secret, which is printed only once. A replaced secret still signs, in addition to the new one,"
                + " for the time of --overlap.",
        footer = {
            "",
            "Examples:",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets \\",
            "      --secret-file secret.txt",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets \\",
            "      --new-secret --overlap P7D",
            "  daybook webhook set --cm-id 1000298 --url http://10.0.0.7:9000/tickets \\",
            "      --allow-private"
        })
final class WebhookSetCommand extends HelpOption implements Callable<Integer> {
    private static final String SECRET = "--webhook-secret";

    @Mixin
    private AccountAdministration account = new AccountAdministration();

    @Option(
            names = {"--url", "--webhook-url"},
            required = true,
            paramLabel = "URL",
            description = "Where status changes are posted: https://HOST/PATH, or http://. Put a URL with a secret into"
                    + " DAYBOOK_WEBHOOK_URL, or into a file that DAYBOOK_WEBHOOK_URL_FILE names, because other users can"
                    + " see arguments.")
    private URI url = URI.create("");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the secret that signs what is posted: whsec_ and 24 to 64 bytes in base64.")
    private @Nullable Path secretFile;

    @Option(names = "--new-secret", description = "Make a new secret also for a webhook that has one.")
    private boolean newSecret;

    @Option(
            names = {"--overlap", "--secret-overlap"},
            paramLabel = "TIME",
            description = "How long a replaced secret still signs, such as PT1H or P7D, at most 30 days (default:"
                    + " PT24H). If given, secrets that were replaced earlier sign at most as long too; otherwise they"
                    + " keep their end times. PT0S immediately ends all secrets except the current one.")
    private @Nullable Duration overlap;

    @Option(
            names = "--allow-private",
            description = "Allow a receiver in your own network. Without this option nothing is posted to loopback,"
                    + " private, link-local and other addresses that are not public.")
    private boolean allowPrivate;

    /** Declared only so that {@code DAYBOOK_WEBHOOK_SECRET} is known and read. The option itself is refused. */
    @Option(names = SECRET, hidden = true)
    private @Nullable String secretOfVariable;

    @Override
    public Integer call() {
        var setting = new WebhookJson.Setting(
                url.toString(),
                given().map(Secret::text).orElse(null),
                newSecret,
                overlap == null ? null : overlap.toString(),
                allowPrivate);
        var set = account.ask(AdminOperation.SET_WEBHOOK, setting, WebhookJson.Set.class, this::print);
        if (!set.secure()) {
            err().println("Without TLS, others on the network can read the posts. They cannot change them unnoticed.");
        }
        if (set.privateEnded()) {
            err().println("The former webhook allowed private addresses; this one does not. To allow them, set it again"
                    + " with --allow-private.");
        }
        err().println(set.kept() ? "The webhook is set, with the secret that it had." : "The webhook is set.");
        set.formerUntil()
                .forEach(until -> err().println("A former secret signs too until " + Terminal.line(until) + "."));
        return DONE;
    }

    private void print(WebhookJson.Set set) {
        if (set.secret() != null) {
            err().println("The webhook's secret, not shown again:");
            printOnce(set.secret());
        }
    }

    private Optional<Secret> given() {
        if (spec.commandLine().getParseResult().hasMatchedOption(SECRET)) {
            throw new IllegalArgumentException(
                    "a secret cannot be an argument, because other users can see arguments: use"
                            + " --secret-file, or set DAYBOOK_WEBHOOK_SECRET");
        }
        if (secretFile != null) {
            return Optional.of(
                    new Secret(OptionFile.text("--secret-file", secretFile).strip()));
        }
        return Optional.ofNullable(secretOfVariable)
                .filter(text -> !text.isBlank())
                .map(text -> new Secret(text.strip()));
    }
}
