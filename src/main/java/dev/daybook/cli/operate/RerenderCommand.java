package dev.daybook.cli.operate;

import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code daybook rerender}: renders stored documents again from the columns of their records, and indexes the FAQ
 * again. Without {@code --all}, it does so only for what has an older format. With {@code --all}, it also derives the
 * keys for searches again.
 */
@Command(
        name = "rerender",
        description =
                "Render the stored documents and index the FAQ again. Run it after an upgrade: it renders what has an"
                        + " older format, or everything with --all. Servers may run at the same time.",
        footer = {"", "Examples:", "  daybook rerender", "  daybook rerender --all"})
public final class RerenderCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--all",
            description =
                    "Also render the documents that already have the current format, derive again the keys by which"
                            + " names, e-mails and phones are found, and index the complete FAQ.")
    private boolean all;

    @Override
    public Integer call() {
        try (var stores = database.open()) {
            for (var account : stores.database().read(AccountStore::list)) {
                try {
                    render(stores, account);
                } catch (ProblemException failure) {
                    failure.throwUnless(Problem.ACCOUNT_GONE);
                    err().println("Account " + account.cmId() + " was deleted at the same time");
                }
            }
            // Called once, because it rewrites the index of all accounts. Called even if nothing was indexed now,
            // because an earlier command may have failed after it had indexed entries.
            stores.database().run("rerender", FaqStore::tidy);
        }
        return DONE;
    }

    /** Renders the documents of an account and indexes its FAQ. */
    private void render(Stores stores, Account account) {
        var count = stores.rerender(account, all);
        err().println("Account " + account.cmId() + ": " + count + " documents rendered");
        var indexed = FaqStore.reindex(stores.database(), account.cmId(), all);
        if (indexed > 0) {
            err().println("Account " + account.cmId() + ": " + indexed + " entries of the FAQ indexed");
        }
    }
}
