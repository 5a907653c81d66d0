package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.WebhookJson;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code daybook webhook}: manages the webhook of an account. */
@Command(
        name = "webhook",
        description = "Post status changes of tickets to your receiver, and show the waiting deliveries.",
        subcommands = {
            WebhookSetCommand.class,
            WebhookCommand.Show.class,
            WebhookCommand.Remove.class,
            WebhookCommand.ListAll.class,
            WebhookCommand.Retry.class
        })
public final class WebhookCommand extends HelpOption {
    /** {@code daybook webhook show}. */
    @Command(
            name = "show",
            description =
                    "Show an account's webhook, separated by tabs: URL; 'public' or 'private', the addresses that it"
                            + " may have; number of waiting deliveries; number of those given up; end of former"
                            + " secrets, or '-'; 'active', or 'gone since' with the time at which the receiver answered"
                            + " 410. The secret is not shown.")
    static final class Show extends JsonCommand {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            var webhook = account.ask(AdminOperation.GET_WEBHOOK, WebhookJson.Entry.class);
            var listing = new Listing(
                    "webhooks", "url", "addresses", "waiting", "givenUp", "formerSecretsSignUntil", "state");
            listing.add(
                    webhook.url(),
                    webhook.allowPrivate() ? "private" : "public",
                    webhook.waiting(),
                    webhook.givenUp(),
                    orDash(webhook.formerSecretsSignUntil()),
                    webhook.goneSince() == null ? "active" : "gone since " + webhook.goneSince());
            return print(listing);
        }
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    /** {@code daybook webhook remove}. */
    @Command(name = "remove", description = "Remove an account's webhook, its secrets and its deliveries.")
    static final class Remove extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            account.ask(AdminOperation.REMOVE_WEBHOOK, AdminJson.Done.class);
            return DONE;
        }
    }

    /** {@code daybook webhook list}. */
    @Command(
            name = "list",
            description = "List the waiting and the given-up deliveries, ticket by ticket, earlier changes first:"
                    + " ticket, delivery, state, attempts, time of the change, time of the next attempt and last error,"
                    + " separated by tabs.",
            footer = {
                "",
                "States: waiting (for the next attempt), sending, behind (an earlier change of",
                "its ticket), given-up."
            })
    static final class ListAll extends JsonCommand {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            var listing = new Listing(
                    "deliveries", "ticket", "id", "state", "attempts", "changedAt", "nextAttemptAt", "lastError");
            for (@Nullable String after = ""; after != null; ) {
                var page = account.ask(AdminOperation.LIST_DELIVERIES, WebhookJson.Deliveries.class, after);
                page.deliveries().forEach(delivery -> add(listing, delivery));
                after = page.next();
            }
            return print(listing);
        }

        private static void add(Listing listing, WebhookJson.Delivery delivery) {
            listing.add(
                    delivery.ticket(),
                    delivery.id(),
                    delivery.state(),
                    delivery.attempts(),
                    delivery.changedAt(),
                    orDash(delivery.nextAttemptAt()),
                    orDash(delivery.lastError()));
        }
    }

    /** {@code daybook webhook retry}. */
    @Command(
            name = "retry",
            description = "Retry the waiting deliveries now, and also those that were given up, for at most one more"
                    + " day. The deliveries of a ticket keep their order. A running server notices within ten seconds.",
            footer = {
                "",
                "Examples:",
                "  daybook webhook retry --cm-id 1000298",
                "  daybook webhook retry --cm-id 1000298 713516551148"
            })
    static final class Retry extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Parameters(arity = "0..*", paramLabel = "TICKET", description = "Only these tickets; otherwise all.")
        private List<Long> tickets = List.of();

        @Override
        public Integer call() {
            var code = DONE;
            @Nullable Long after = null;
            do {
                var retry = new WebhookJson.Retry(tickets, after);
                var retried = account.ask(AdminOperation.RETRY_DELIVERIES, retry, WebhookJson.Retried.class);
                retried.tickets().forEach(this::tell);
                code = retried.tickets().stream().allMatch(due -> due.due() > 0) ? code : FAILED;
                after = retried.next();
            } while (after != null);
            return code;
        }

        private void tell(WebhookJson.Due due) {
            err().println(
                            due.due() > 0
                                    ? "ticket " + due.ticket() + ": " + due.due() + " due"
                                    : "daybook: nothing waits of ticket " + due.ticket());
        }
    }
}
