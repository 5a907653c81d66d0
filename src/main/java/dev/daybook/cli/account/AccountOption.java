package dev.daybook.cli.account;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which account of which database a command is about. */
final class AccountOption {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    /** What a command does with its account. */
    interface Work {
        int with(Stores stores, Account account);
    }

    /** Opens the database and does the work, if there is such an account; the command's exit code. */
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
