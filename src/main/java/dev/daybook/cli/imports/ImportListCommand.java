package dev.daybook.cli.imports;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.server.Stores;
import dev.daybook.store.imports.ImportRuns;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daybook import list}. */
@Command(
        name = "list",
        description = "List the imports that have begun and not ended, because they are still running or were ended"
                + " early: id, kind, file, records done, records in all, when it began.",
        footer = {"", "Example:", "  daybook import list --cm-id 1000298"})
final class ImportListCommand extends JsonCommand {
    @Mixin
    private AccountOption account = new AccountOption();

    @Override
    public Integer call() throws IOException {
        return account.with((stores, found) -> print(listing(stores)));
    }

    private Listing listing(Stores stores) {
        var listing = new Listing("imports", "id", "kind", "file", "done", "total", "startedAt");
        for (var run : stores.database().read(transaction -> ImportRuns.all(transaction, account.cmId()))) {
            listing.add(
                    run.id(),
                    run.kind().plural(),
                    run.file(),
                    run.isBeingRemoved() ? "being removed" : Long.toString(run.done()),
                    run.total(),
                    run.startedAt().toString());
        }
        return listing;
    }
}
