package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.KeyJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code daybook key}: manages API keys. */
@Command(
        name = "key",
        description = "Create, rotate, list and disable API keys.",
        subcommands = {
            KeyCreateCommand.class,
            KeyRotateCommand.class,
            KeyCommand.ListAll.class,
            KeyCommand.Disable.class
        })
public final class KeyCommand extends HelpOption {
    /** {@code daybook key list}. */
    @Command(
            name = "list",
            description =
                    "List an account's keys: id, state, scopes, expiry, masking, last use to the minute, and label,"
                            + " separated by tabs. A running server stores the last uses once a minute.")
    static final class ListAll extends JsonCommand {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Override
        public Integer call() {
            var listing = new Listing("keys", "id", "state", "scopes", "expiresAt", "masking", "lastUse", "label");
            account.ask(AdminOperation.LIST_KEYS, KeyJson.All.class)
                    .keys()
                    .forEach(key -> listing.add(
                            key.id(),
                            key.state(),
                            key.scopes(),
                            Listing.orNever(key.expiresAt()),
                            key.masking() ? "masking" : "open",
                            Listing.orNever(key.lastUse()),
                            key.label()));
            return print(listing);
        }
    }

    /** {@code daybook key disable}. */
    @Command(name = "disable", description = "Switch a key off. A running server obeys within a second.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

        @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook key list' shows it.")
        private long id;

        @Override
        public Integer call() {
            account.ask(AdminOperation.DISABLE_KEY, AdminJson.Done.class, id);
            return DONE;
        }
    }
}
