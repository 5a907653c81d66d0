package dev.daybook.cli.option;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the database and the account of a command. */
public final class AccountOption {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    /** The work of a command on its account. */
    public interface Work {
        /** Does the work. Returns the exit code. */
        int with(Stores stores, Account account) throws IOException;
    }

    /** The number that {@code --cm-id} names. The database may have no account with this number. */
    public long cmId() {
        return cmId;
    }

    /** The URL of the database, without a password, for messages. */
    public String place() {
        return database.url().toString();
    }

    /** Opens the database. */
    public Stores open() {
        return database.open();
    }

    /**
     * Opens the database, runs the work, and returns its exit code.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the account does not exist
     */
    public int with(Work work) throws IOException {
        try (var stores = open()) {
            var account = stores.database()
                    .read(transaction -> AccountStore.find(transaction, cmId))
                    .orElseThrow(() -> Problem.REFERENCE_UNKNOWN.because(
                            "there is no account " + cmId + "; 'daybook account create' makes one"));
            return work.with(stores, account);
        }
    }
}
