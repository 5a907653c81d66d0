package dev.daybook.cli.account;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for the database and the account of a command. */
final class AccountOption {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    /** The work of a command on its account. */
    interface Work {
        int with(Stores stores, Account account);
    }

    /** Opens the database and runs the work if the account exists. Returns the exit code. */
    int with(CommandSpec spec, Work work) {
        try (var stores = database.open()) {
            var account =
                    stores.database().read(transaction -> stores.accounts().find(transaction, cmId));
            if (account.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("daybook: there is no account " + cmId + "; 'daybook account create' makes one");
                return HelpOption.FAILED;
            }
            return work.with(stores, account.get());
        }
    }
}
