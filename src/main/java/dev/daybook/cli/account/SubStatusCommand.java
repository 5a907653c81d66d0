package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.TicketRulesJson.SubStatusChange;
import dev.daybook.wire.admin.TicketRulesJson.SubStatusList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook account substatus}: manages the sub-statuses of an account. */
@Command(
        name = "substatus",
        description = {
            "List and change the sub-statuses of an account's tickets. A new ticket gets the first one.",
            "After a change of a name, all tickets show the new name, but the feed of changes does not contain them: "
                    + "to get the name, start the feed again without a cursor. Digests of a proof stay as they are."
        },
        subcommands = {
            SubStatusCommand.ListAll.class,
            SubStatusCommand.Put.class,
            SubStatusCommand.NameByKeys.class,
            SubStatusCommand.Remove.class
        })
final class SubStatusCommand extends HelpOption {
    /** {@code daybook account substatus list}. */
    @Command(
            name = "list",
            description = "List the sub-statuses: key, 'pending' or 'complete', and name, separated by tabs.")
    static final class ListAll extends JsonCommand {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            var listing = new Listing("subStatuses", "key", "state", "name");
            account.ask(AdminOperation.LIST_SUB_STATUSES, SubStatusList.class)
                    .subStatuses()
                    .forEach(sub -> listing.add(sub.key(), sub.completes() ? "complete" : "pending", sub.name()));
            return print(listing);
        }
    }

    /** {@code daybook account substatus set}. */
    @Command(
            name = "set",
            description = {
                "Add one, or change the one with its key. Tickets that have it are shown with the new name.",
                "A new key must differ in more than case from the others. An account has at most 500."
            },
            footer = {
                "",
                "Examples:",
                "  daybook account substatus set ETL Escalated --cm-id 1000298",
                "  daybook account substatus set RF Refunded --completes --cm-id 1000298"
            })
    static final class Put extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Parameters(index = "0", paramLabel = "KEY", description = "Its key, as integrations send it.")
        private String key = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name, as people read it.")
        private String name = "";

        @Option(
                names = "--completes",
                description =
                        "An update that sets or repeats this sub-status completes the ticket; with 'false' an update"
                                + " that changes to it makes the ticket pending. Until then, existing tickets keep"
                                + " their status (default: unchanged; for a new sub-status false).")
        private @Nullable Boolean completes;

        @Override
        public Integer call() {
            var change = new SubStatusChange(name, completes);
            account.ask(AdminOperation.SET_SUB_STATUS, change, AdminJson.Done.class, key);
            return DONE;
        }
    }

    /** {@code daybook account substatus name-by-keys}. */
    @Command(
            name = "name-by-keys",
            description = "Set the name of every sub-status to its key, because some integrations expect to read keys.",
            footer = {"", "Example:", "  daybook account substatus name-by-keys --cm-id 1000298"})
    static final class NameByKeys extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            account.ask(AdminOperation.NAME_SUB_STATUSES_BY_KEYS, AdminJson.Done.class);
            return DONE;
        }
    }

    /** {@code daybook account substatus remove}. */
    @Command(
            name = "remove",
            description = "Remove a sub-status. Its tickets keep its key, and show the key in place of the name. But if"
                    + " the key is also the name of another sub-status, the tickets get that other sub-status.",
            footer = {"", "Example:", "  daybook account substatus remove CRS --cm-id 1000298"})
    static final class Remove extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Parameters(index = "0", paramLabel = "KEY", description = "Its key.")
        private String key = "";

        @Override
        public Integer call() {
            account.ask(AdminOperation.REMOVE_SUB_STATUS, AdminJson.Done.class, key);
            return DONE;
        }
    }
}
