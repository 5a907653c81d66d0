package dev.daybook.cli.account;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.server.Stores;
import dev.daybook.webhook.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
                + " secret, which is printed, this once.",
        footer = {
            "",
            "Examples:",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets",
            "  daybook webhook set --cm-id 1000298 --url https://hooks.example/tickets --secret-file secret.txt",
            "  daybook webhook set --cm-id 1000298 --url http://10.0.0.7:9000/tickets --allow-private"
        })
final class WebhookSetCommand extends HelpOption implements Callable<Integer> {
    private static final String SECRET = "--webhook-secret";

    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Where status changes are posted: https://HOST/PATH, or http://.")
    private URI url = URI.create("");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the secret that signs what is posted: 16 to 500 visible ASCII characters.")
    private @Nullable Path secretFile;

    @Option(
            names = "--new-secret",
            arity = "0..1",
            fallbackValue = "true",
            description = "Make a new secret also for a webhook that has one.")
    private boolean newSecret;

    @Option(
            names = "--allow-private",
            arity = "0..1",
            fallbackValue = "true",
            description = "Let the receiver be in a network of your own: without it nothing is posted to loopback,"
                    + " private, link-local and other addresses that are not public.")
    private boolean allowPrivate;

    /** Only so that the variable of this name is known and read. */
    @Option(names = SECRET, hidden = true)
    private @Nullable String secretOfVariable;

    @Override
    public Integer call() throws IOException {
        var given = given();
        if (newSecret && given.isPresent()) {
            throw new IllegalArgumentException("--new-secret makes a secret, and one is given; leave one of them out");
        }
        refusePrivate();
        return account.with(spec, (stores, of) -> {
            set(stores, of.cmId(), given);
            return DONE;
        });
    }

    private void set(Stores stores, long cmId, Optional<Secret> given) {
        var kept = newSecret
                ? Optional.<Secret>empty()
                : stores.database()
                        .read(transaction -> stores.webhooks().find(transaction, cmId))
                        .map(Webhook::secret);
        var secret = given.or(() -> kept).orElseGet(Secret::create);
        var webhook = new Webhook(cmId, url, secret, allowPrivate);
        stores.database().write(transaction -> {
            stores.webhooks().set(transaction, webhook);
            return true;
        });
        var err = spec.commandLine().getErr();
        if (!webhook.isSecure()) {
            err.println("Without TLS whoever is on the way can read what is posted; they cannot change it unseen.");
        }
        if (given.isPresent()) {
            err.println("The webhook is set.");
        } else if (kept.isPresent()) {
            err.println("The webhook is set, with the secret that it had.");
        } else {
            err.println("The webhook is set. Its secret, not shown again:");
            spec.commandLine().getOut().println(secret.text());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("--secret-file: cannot read " + file + " (" + unreadable + ")");
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

    /** Says at once what each attempt would say, where no name has to be looked up for it. */
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
