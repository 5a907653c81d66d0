package dev.daybook.cli.account;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Terminal;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.store.erasure.EraseAccount;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook account delete}: erases an account and all that it has. */
@Command(
        name = "delete",
        description = "Erase an account with everything that it has: keys, records, settings. It cannot be undone;"
                + " 'daybook account export' keeps a copy. Servers may be running. If it is interrupted, run it again.",
        footer = {
            "",
            "On SQLite the file is rewritten at the end. This needs free space of the size of",
            "the file in two places: in its folder, and in the folder for temporary files.",
            "",
            "Examples:",
            "  daybook account delete --cm-id 1000298",
            "  daybook account delete --cm-id 1000298 --yes-delete 1000298"
        })
final class AccountDeleteCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = "--yes-delete",
            paramLabel = "N",
            description = "The account's number again: the account is deleted without a question.")
    private @Nullable Long confirmed;

    @Override
    public Integer call() throws InterruptedException {
        var cmId = account.cmId();
        try (var stores = account.open()) {
            var erase = EraseAccount.prepare(stores.database(), cmId);
            var rows = erase.rows();
            if (rows == 0) {
                throw noAccount(erase);
            }
            requireConfirmed(rows);
            sayOthers(erase.others());
            erase.lockOut();
            // After this pause no server accepts the account's keys any more.
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            erase.erase();
            err().println("Account " + cmId + " is erased, " + rows + " rows.");
        }
        return DONE;
    }

    private void sayOthers(List<String> others) {
        if (!others.isEmpty()) {
            err().println("daybook: tables that are not Daybook's are not changed: " + String.join(", ", others)
                    + "; if they have rows of the account, delete these with a tool of the database, and refresh"
                    + " materialized views after the erasure");
        }
    }

    /**
     * The exception if the account does not exist. An earlier run may have erased the account, but failed to remove
     * what deleted rows leave in the files of the database. With {@code --yes-delete}, removes this now. Otherwise the
     * message only says how to do so, because the removal rewrites the whole database, and the account's number may be
     * a typing mistake.
     */
    private ProblemException noAccount(EraseAccount erase) {
        var cmId = account.cmId();
        var isCleared = confirmed != null && confirmed == cmId;
        if (isCleared) {
            erase.scrub();
        }
        return Problem.REFERENCE_UNKNOWN.because("there is no account " + cmId + "; nothing was deleted"
                + (isCleared
                        ? ", and what deleted rows had left in the files is gone"
                        : ". If an earlier run erased it, but could not clear the files, run it again with --yes-delete "
                                + cmId));
    }

    private void requireConfirmed(long rows) {
        var typed = confirmed == null ? asked(rows) : Long.toString(confirmed);
        if (!typed.equals(Long.toString(account.cmId()))) {
            throw Problem.CONFLICT.because(
                    "nothing was deleted: " + typed + " is not the account's number, " + account.cmId());
        }
    }

    private String asked(long rows) {
        @SuppressWarnings("SystemConsoleNull") // isInteractive detects a console without a terminal
        var console = System.console();
        if (console == null || !Terminal.isInteractive()) {
            throw new IllegalArgumentException(
                    "nobody can be asked here; confirm with --yes-delete and the account's number");
        }
        var typed = console.readLine(
                "Erase account %d with %d rows from %s for good? Type its number: ",
                account.cmId(), rows, account.place());
        return typed == null ? "" : typed.strip();
    }
}
