package dev.daybook.cli.account;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.Listing;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.server.Stores;
import dev.daybook.store.webhook.OutboxView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code daybook webhook}: manages the webhook of an account. */
@Command(
        name = "webhook",
        description = "Post status changes of tickets to a receiver of yours, and see what waits.",
        subcommands = {
            WebhookSetCommand.class,
            WebhookCommand.Show.class,
            WebhookCommand.Remove.class,
            WebhookCommand.ListAll.class,
            WebhookCommand.Retry.class
        })
public final class WebhookCommand extends HelpOption {
    /** Prints that there is no webhook. Returns the exit code for that. */
    private static int none(CommandSpec spec, long cmId) {
        spec.commandLine()
                .getErr()
                .println("daybook: account " + cmId + " has no webhook; 'daybook webhook set' makes one");
        return FAILED;
    }

    /** {@code daybook webhook show}. */
    @Command(
            name = "show",
            description =
                    "Show an account's webhook: URL, which addresses it may have, how many deliveries wait, how many"
                            + " were given up, until when former secrets sign (or -), and active, or gone since when"
                            + " the receiver answered 410, by tabs. The secret is not shown.")
    static final class Show extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountOption account = new AccountOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            return account.with(spec, this::show);
        }

        private int show(Stores stores, Account of) {
            var webhook =
                    stores.database().read(transaction -> stores.webhooks().find(transaction, of.cmId()));
            if (webhook.isEmpty()) {
                return none(spec, of.cmId());
            }
            var count = stores.database().read(transaction -> new OutboxView().count(transaction, of.cmId()));
            var gone = stores.database().read(transaction -> stores.webhooks().goneSince(transaction, of.cmId()));
            var listing = new Listing(
                    "webhooks", "url", "addresses", "waiting", "givenUp", "formerSecretsSignUntil", "state");
            listing.add(
                    webhook.get().url().toString(),
                    webhook.get().allowPrivate() ? "private" : "public",
                    count.waiting(),
                    count.givenUp(),
                    webhook.get().former().stream()
                            .map(FormerSecret::until)
                            .filter(Instant.now()::isBefore)
                            .max(Comparator.naturalOrder())
                            .map(Instant::toString)
                            .orElse("-"),
                    gone.map(since -> "gone since " + since).orElse("active"));
            listing.print(spec, json);
            return DONE;
        }
    }

    /** {@code daybook webhook remove}. */
    @Command(name = "remove", description = "Remove an account's webhook, its secret and all that waits for it.")
    static final class Remove extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountOption account = new AccountOption();

        @Override
        public Integer call() {
            return account.with(
                    spec,
                    (stores, of) -> stores.database()
                                    .write(transaction -> stores.webhooks().remove(transaction, of.cmId()))
                            ? DONE
                            : none(spec, of.cmId()));
        }
    }

    /** {@code daybook webhook list}. */
    @Command(
            name = "list",
            description = "List what waits and what was given up, ticket by ticket, earlier changes first: ticket,"
                    + " delivery, state, attempts, time of the change, time of the next attempt and last error, by"
                    + " tabs.",
            footer = {
                "",
                "States: waiting (for the next attempt), sending, behind (an earlier change of its ticket), given-up."
            })
    static final class ListAll extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountOption account = new AccountOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            return account.with(spec, this::list);
        }

        private int list(Stores stores, Account of) {
            var listing = new Listing(
                    "deliveries", "ticket", "id", "state", "attempts", "changedAt", "nextAttemptAt", "lastError");
            stores.database().read(transaction -> {
                new OutboxView().list(transaction, of.cmId(), Instant.now(), delivery -> add(listing, delivery));
                return true;
            });
            listing.print(spec, json);
            return DONE;
        }

        private static void add(Listing listing, QueuedDelivery delivery) {
            listing.add(
                    delivery.ticket(),
                    delivery.id(),
                    delivery.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    delivery.attempts(),
                    delivery.createdAt().toString(),
                    delivery.next().equals(Instant.MAX) ? "-" : delivery.next().toString(),
                    delivery.lastError().isEmpty() ? "-" : delivery.lastError());
        }
    }

    /** {@code daybook webhook retry}. */
    @Command(
            name = "retry",
            description = "Have what waits posted now, and what was given up too, which gets another day; each ticket's"
                    + " changes in their order. A running server notices within ten seconds.",
            footer = {
                "",
                "Examples:",
                "  daybook webhook retry --cm-id 1000298",
                "  daybook webhook retry --cm-id 1000298 713516551148"
            })
    static final class Retry extends HelpOption implements Callable<Integer> {
        private final OutboxView outbox = new OutboxView();

        @Mixin
        private AccountOption account = new AccountOption();

        @Parameters(arity = "0..*", paramLabel = "TICKET", description = "Only these tickets; otherwise all.")
        private List<Long> tickets = List.of();

        @Override
        public Integer call() {
            return account.with(spec, this::retry);
        }

        private int retry(Stores stores, Account of) {
            var cmId = of.cmId();
            if (stores.database()
                    .read(transaction -> stores.webhooks().find(transaction, cmId))
                    .isEmpty()) {
                return none(spec, cmId);
            }
            if (!stores.database().read(transaction -> stores.webhooks().isActive(transaction, cmId))) {
                spec.commandLine()
                        .getErr()
                        .println("daybook: the receiver answered 410, gone; 'daybook webhook set' has it called again");
                return FAILED;
            }
            var missing = 0;
            for (var ticket : wanted(stores, cmId)) {
                var count =
                        stores.database().write(transaction -> outbox.retry(transaction, cmId, ticket, Instant.now()));
                if (count > 0) {
                    spec.commandLine().getErr().println("ticket " + ticket + ": " + count + " due");
                } else {
                    missing++;
                    spec.commandLine().getErr().println("daybook: nothing waits of ticket " + ticket);
                }
            }
            return missing == 0 ? DONE : FAILED;
        }

        private List<Long> wanted(Stores stores, long cmId) {
            return tickets.isEmpty()
                    ? stores.database().read(transaction -> outbox.tickets(transaction, cmId))
                    : tickets;
        }
    }
}
