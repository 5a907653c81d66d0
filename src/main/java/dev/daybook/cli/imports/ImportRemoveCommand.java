package dev.daybook.cli.imports;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRuns;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code daybook import remove}. */
@Command(
        name = "remove",
        description = "Remove an import that ended early: delete the records that it added and that were not"
                + " changed since. Records that it updated stay as they are. Customers that were created for imported"
                + " orders stay, and so do customers that have tickets or orders. If the removal is stopped, the same"
                + " command continues.",
        footer = {"", "Example:", "  daybook import remove 100000017 --cm-id 1000298"})
final class ImportRemoveCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private AccountOption account = new AccountOption();

    @Parameters(paramLabel = "ID", description = "The import, as 'daybook import list' names it.")
    private long id;

    @Override
    public Integer call() {
        try (var stores = account.open()) {
            var run = stores.database().read(transaction -> ImportRuns.all(transaction, account.cmId())).stream()
                    .filter(each -> each.id() == id)
                    .findFirst()
                    .orElseThrow(() -> Problem.REFERENCE_UNKNOWN.because(
                            "account " + account.cmId() + " has no import " + id + " that ended early"));
            var removal = new ImportRemoval(stores.database());
            var begun = stores.database()
                    .write(transaction -> removal.claim(transaction, run))
                    .orElseThrow(() -> Problem.CONFLICT.because(
                            "import " + id + " has ended at the same time, so nothing was removed"));
            var deleted = removal.remove(begun, Clock.tickMillis(ZoneOffset.UTC).instant());
            var kept = begun.added() - deleted;
            err().println(deleted + " deleted of import " + id + " from " + begun.file()
                    + (begun.isBeingRemoved() || kept == 0
                            ? ""
                            : ", " + kept + " kept that were changed or deleted after they were added"
                                    + (run.kind() == RecordKind.CUSTOMER ? ", or have tickets or orders" : ""))
                    + (begun.updated() == 0 ? "" : ", " + begun.updated() + " that were updated stay as they are"));
            return DONE;
        }
    }
}
