package dev.daybook.cli.account;

import dev.daybook.cli.option.AccountZone;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.Listing;
import dev.daybook.domain.account.Account;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.server.Stores;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook account}: manages accounts. */
@Command(
        name = "account",
        description = "Create, list, change, export and delete accounts.",
        subcommands = {
            AccountCommand.Create.class,
            AccountCommand.ListAll.class,
            AccountCommand.Set.class,
            AccountExportCommand.class,
            AccountDeleteCommand.class,
            SubStatusCommand.class,
            CalendarCommand.class
        })
public final class AccountCommand extends HelpOption {
    private static final String ZONE_HELP =
            "The zone of all its dates, such as Asia/Kolkata (the default for a new one).";

    /** {@code daybook account create}. */
    @Command(
            name = "create",
            description = "Create an account.",
            footer = {
                "",
                "Example:",
                "  daybook account create --cm-id 1000298 --name 'Example Traders' --zone Asia/Kolkata"
            })
    static final class Create extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "Its number, cm_id on the wire.")
        private long cmId;

        @Option(names = "--name", required = true, paramLabel = "TEXT", description = "What people call it.")
        private String name = "";

        @Option(
                names = {"--zone", "--account-zone"},
                paramLabel = "ZONE",
                description = ZONE_HELP)
        private @Nullable String zone;

        @Override
        public Integer call() {
            var account = new Account(cmId, name, AccountZone.named(zone), CustomerFilterJson.NONE);
            try (var stores = database.openOrCreate()) {
                if (!stores.database().write(transaction -> stores.accounts().add(transaction, account))) {
                    spec.commandLine()
                            .getErr()
                            .println("daybook: there is an account " + cmId
                                    + " already; 'daybook account set' changes it");
                    return FAILED;
                }
            }
            spec.commandLine()
                    .getErr()
                    .println("Account " + cmId + " is there. Next, a key for it:" + " daybook key create --cm-id "
                            + cmId);
            return DONE;
        }
    }

    /** {@code daybook account list}. */
    @Command(name = "list", description = "List the accounts: number, zone, name and saved criteria, by tabs.")
    static final class ListAll extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            var listing = new Listing("accounts", "cmId", "zone", "name", "allCustomerPage");
            try (var stores = database.open()) {
                for (var account : stores.database().read(stores.accounts()::list)) {
                    listing.add(account.cmId(), account.zone().getId(), account.name(), account.allCustomerPage());
                }
            }
            listing.print(spec, json);
            return DONE;
        }
    }

    /** {@code daybook account set}. */
    @Command(
            name = "set",
            description = "Change an account. Only what is given changes; a new zone renders its documents again.",
            footer = {
                "",
                "Examples:",
                "  daybook account set --cm-id 1000298 --zone America/New_York",
                "  daybook account set --cm-id 1000298 --all-customer-page '{\"zoneIdStr\": \"7,9\"}'"
            })
    static final class Set extends HelpOption implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "Its number.")
        private long cmId;

        @Option(names = "--name", paramLabel = "TEXT", description = "What people call it.")
        private @Nullable String name;

        @Option(
                names = {"--zone", "--account-zone"},
                paramLabel = "ZONE",
                description = ZONE_HELP)
        private @Nullable String zone;

        @Option(
                names = "--all-customer-page",
                paramLabel = "JSON",
                description = "The filters that a pull with isAllCustomerPage true fills in; {} for none.")
        private @Nullable String allCustomerPage;

        @Override
        public Integer call() throws InterruptedException {
            if (allCustomerPage != null) {
                CustomerFilterJson.parse(allCustomerPage);
            }
            try (var stores = database.open()) {
                var before =
                        stores.database().read(transaction -> stores.accounts().find(transaction, cmId));
                if (before.isEmpty()) {
                    spec.commandLine().getErr().println("daybook: there is no account " + cmId);
                    return FAILED;
                }
                var after = changed(before.get());
                stores.database().write(transaction -> stores.accounts().set(transaction, after));
                if (!after.zone().equals(before.get().zone())) {
                    renderAgain(stores, after);
                }
            }
            return DONE;
        }

        private Account changed(Account before) {
            return new Account(
                    cmId,
                    name == null ? before.name() : name,
                    zone == null ? before.zone() : AccountZone.named(zone),
                    allCustomerPage == null ? before.allCustomerPage() : allCustomerPage);
        }

        /** Rerenders in the new zone, after every running server has noticed the change. */
        private void renderAgain(Stores stores, Account account) throws InterruptedException {
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            var count = stores.rerender(account, true);
            spec.commandLine().getErr().println(count + " documents rendered in the new zone");
        }
    }
}
