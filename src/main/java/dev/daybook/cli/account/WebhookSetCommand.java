package dev.daybook.cli.account;

import dev.daybook.cli.option.FileReason;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.server.Stores;
import dev.daybook.webhook.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook webhook set}. */
@Command(
        name = "set",
        description = "Set an account's webhook, or put another in its place. The secret comes from a file or from"
                + " DAYBOOK_WEBHOOK_SECRET; otherwise a webhook that is there keeps its own, and a new one gets a new"
                + " secret, which is printed, this once. A secret that is replaced signs beside the new one until"
                + " --overlap ends it.",
        footer = {
            "",
            "Examples:",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets --secret-file secret.txt",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets --new-secret --overlap P7D",
            "  daybook webhook set --cm-id 1000298 --url http://10.0.0.7:9000/tickets --allow-private"
        })
final class WebhookSetCommand extends HelpOption implements Callable<Integer> {
    private static final String SECRET = "--webhook-secret";
    private static final Duration MAX_OVERLAP = Duration.ofDays(30);

    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = {"--url", "--webhook-url"},
            required = true,
            paramLabel = "URL",
            description = "Where status changes are posted: https://HOST/PATH, or http://.")
    private URI url = URI.create("");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the secret that signs what is posted: whsec_ and 24 to 64 bytes in base64.")
    private @Nullable Path secretFile;

    @Option(
            names = "--new-secret",
            arity = "0..1",
            fallbackValue = "true",
            description = "Make a new secret also for a webhook that has one.")
    private boolean newSecret;

    @Option(
            names = {"--overlap", "--secret-overlap"},
            defaultValue = "PT24H",
            paramLabel = "TIME",
            description = "How long a secret that is replaced goes on signing beside the new one, such as PT1H or P7D;"
                    + " PT0S ends it, and all former ones, at once; 30 days at most (default: ${DEFAULT-VALUE}).")
    private Duration overlap = Duration.ZERO;

    @Option(
            names = "--allow-private",
            arity = "0..1",
            fallbackValue = "true",
            description = "Let the receiver be in a network of your own: without it nothing is posted to loopback,"
                    + " private, link-local and other addresses that are not public.")
    private boolean allowPrivate;

    /** Declared only so that the variable of this name is known and read. */
    @Option(names = SECRET, hidden = true)
    private @Nullable String secretOfVariable;

    @Override
    public Integer call() throws IOException {
        var given = given();
        if (newSecret && given.isPresent()) {
            throw new IllegalArgumentException("--new-secret makes a secret, and one is given; leave one of them out");
        }
        if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw new IllegalArgumentException("--overlap: expected PT0S to P30D");
        }
        refusePrivate();
        return account.with(spec, (stores, of) -> {
            set(stores, of.cmId(), given);
            return DONE;
        });
    }

    private void set(Stores stores, long cmId, Optional<Secret> given) {
        var before = stores.database().read(transaction -> stores.webhooks().find(transaction, cmId));
        var kept = newSecret ? Optional.<Secret>empty() : before.map(Webhook::secret);
        var secret = given.or(() -> kept).orElseGet(Secret::create);
        var now = Instant.now();
        var former = before.map(old -> former(old, secret, now)).orElse(List.of());
        var webhook = new Webhook(cmId, url, secret, former, allowPrivate);
        var err = spec.commandLine().getErr();
        if (given.isEmpty() && kept.isEmpty()) {
            err.println("The webhook's secret, not shown again:");
            printOnce(secret.text());
        }
        stores.database().write(transaction -> {
            stores.webhooks().set(transaction, webhook);
            return true;
        });
        if (!webhook.isSecure()) {
            err.println("Without TLS whoever is on the way can read what is posted; they cannot change it unseen.");
        }
        err.println(
                kept.filter(secret::equals).isPresent()
                        ? "The webhook is set, with the secret that it had."
                        : "The webhook is set.");
        former.forEach(old -> err.println("A former secret signs too until " + old.until() + "."));
    }

    private List<FormerSecret> former(Webhook before, Secret secret, Instant now) {
        return before.secret().equals(secret) ? before.former() : before.formerAfter(secret, now, now.plus(overlap));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "--secret-file: cannot read " + file + ": " + FileReason.of(file, unreadable));
        }
    }

    private Optional<Secret> given() {
        if (spec.commandLine().getParseResult().hasMatchedOption(SECRET)) {
            throw new IllegalArgumentException(
                    "a secret is no argument, which others can see: put it in a file and name"
                            + " that by --secret-file, or set DAYBOOK_WEBHOOK_SECRET");
        }
        if (secretFile != null) {
            return Optional.of(new Secret(read(secretFile)));
        }
        return Optional.ofNullable(secretOfVariable)
                .filter(text -> !text.isBlank())
                .map(text -> new Secret(text.strip()));
    }

    /** Refuses a private address now instead of in each attempt, if it can be recognised without resolving a name. */
    private void refusePrivate() throws IOException {
        var host = url.getHost() == null ? "" : url.getHost();
        if (allowPrivate || !(host.equalsIgnoreCase("localhost") || host.matches("[0-9.]+|\\[.*]"))) {
            return;
        }
        if (host.equalsIgnoreCase("localhost") || !PublicAddresses.isPublic(InetAddress.getByName(host))) {
            throw new IllegalArgumentException("--url: " + host + " is not a public address; if the receiver is in a"
                    + " network of your own, say --allow-private");
        }
    }
}
