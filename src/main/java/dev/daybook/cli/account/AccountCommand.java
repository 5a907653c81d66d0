package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.admin.AdministrationOption;
import dev.daybook.cli.option.AccountZone;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.Blanks;
import dev.daybook.wire.admin.AccountJson;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.customer.CustomerFilterJson;
import java.util.List;
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
                "  daybook account create --cm-id 1000298 --name 'Example Traders' \\",
                "      --zone Asia/Kolkata"
            })
    static final class Create extends HelpOption implements Callable<Integer> {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Option(names = "--cm-id", required = true, paramLabel = "N", description = "Its number: cm_id in requests.")
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
            // Checked before the database is opened: a wrong value must not create a new database.
            var account = Account.added(cmId, Blanks.strip(name), AccountZone.named(zone), CustomerFilterJson.NONE);
            var creation = new AccountJson.Creation(
                    account.cmId(), account.name(), account.zone().getId());
            var made = administration.missingFile();
            try (var opened = administration.openOrCreate()) {
                made.ifPresent(file -> err().println("The database is new: " + file));
                opened.ask(AdminOperation.CREATE_ACCOUNT, List.of(), creation, AdminJson.Done.class, done -> {});
            }
            err().println("Created account " + cmId + ". Next, create a key: "
                    + ShellCommand.inSamePlace(spec, "daybook", "key", "create", "--cm-id", Long.toString(cmId)));
            return DONE;
        }
    }

    /** {@code daybook account list}. */
    @Command(
            name = "list",
            description = "List the accounts: number, zone, name and saved criteria, separated by tabs.")
    static final class ListAll extends JsonCommand {
        @Mixin
        private AdministrationOption administration = new AdministrationOption();

        @Override
        public Integer call() {
            var listing = new Listing("accounts", "cmId", "zone", "name", "allCustomerPage");
            administration
                    .ask(AdminOperation.LIST_ACCOUNTS, List.of(), AccountJson.All.class)
                    .accounts()
                    .forEach(account ->
                            listing.add(account.cmId(), account.zone(), account.name(), account.allCustomerPage()));
            return print(listing);
        }
    }

    /** {@code daybook account set}. */
    @Command(
            name = "set",
            description = "Change an account. Only what is given changes. If the zone changes, all documents of the"
                    + " account are rendered again.",
            footer = {
                "",
                "Examples:",
                "  daybook account set --cm-id 1000298 --zone America/New_York",
                "  daybook account set --cm-id 1000298 --all-customer-page '{\"zoneIdStr\": \"7,9\"}'"
            })
    static final class Set extends HelpOption implements Callable<Integer> {
        @Mixin
        private AccountAdministration account = new AccountAdministration();

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
                description = "Saved filters, as JSON. A pull with isAllCustomerPage=true uses them in place of the"
                        + " filters that it does not give; {} for none.")
        private @Nullable String allCustomerPage;

        @Override
        public Integer call() {
            if (name == null && zone == null && allCustomerPage == null) {
                throw new IllegalArgumentException("nothing to change; give --name, --zone or --all-customer-page");
            }
            var change = new AccountJson.Change(
                    name, zone == null ? null : AccountZone.named(zone).getId(), allCustomerPage);
            var changed = account.ask(AdminOperation.CHANGE_ACCOUNT, change, AccountJson.Changed.class);
            if (changed.zoneChanged()) {
                err().println(changed.rendered() + " documents rendered in the new zone");
            }
            return DONE;
        }
    }
}
