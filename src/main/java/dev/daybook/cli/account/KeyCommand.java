package dev.daybook.cli.account;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.Listing;
import dev.daybook.domain.account.Scope;
import dev.daybook.server.Stores;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
                            + " by tabs. A running server stores uses once a minute.")
    static final class ListAll extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
        private long cmId;

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                if (stores.database()
                        .read(transaction -> stores.accounts().find(transaction, cmId))
                        .isEmpty()) {
                    spec.commandLine().getErr().println("daybook: there is no account " + cmId);
                    return FAILED;
                }
                list(stores).print(spec, json);
            }
            return DONE;
        }

        private Listing list(Stores stores) {
            var listing = new Listing("keys", "id", "state", "scopes", "expiresAt", "masking", "lastUse", "label");
            var uses = stores.database().read(transaction -> stores.apiKeys().lastUses(transaction, cmId));
            for (var key :
                    stores.database().read(transaction -> stores.apiKeys().list(transaction, cmId))) {
                listing.add(
                        key.id(),
                        key.disabled() ? "disabled" : key.validAt(Instant.now()) ? "valid" : "expired",
                        Scope.format(key.scopes()),
                        key.expiresAt().equals(Instant.MAX)
                                ? "never"
                                : key.expiresAt().toString(),
                        key.masking() ? "masking" : "open",
                        uses.containsKey(key.id()) ? uses.get(key.id()).toString() : "never",
                        key.label());
            }
            return listing;
        }
    }

    /** {@code daybook key disable}. */
    @Command(name = "disable", description = "Switch a key off. A running server obeys within a second.")
    static final class Disable extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
        private long cmId;

        @Parameters(paramLabel = "ID", description = "The key's id, as 'daybook key list' shows it.")
        private long id;

        @Override
        public Integer call() {
            try (var stores = database.open()) {
                if (!stores.database().write(transaction -> stores.apiKeys().disable(transaction, cmId, id))) {
                    spec.commandLine().getErr().println("daybook: account " + cmId + " has no key " + id);
                    return FAILED;
                }
            }
            return DONE;
        }
    }
}
