package dev.daybook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook rerender}: documents again, from the columns. */
@Command(
        name = "rerender",
        description = "Render the stored documents again: after an upgrade those of an older shape, with --all every"
                + " one. Servers may go on meanwhile.",
        footer = {"", "Examples:", "  daybook rerender", "  daybook rerender --all"})
final class RerenderCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--all",
            arity = "0..1",
            fallbackValue = "true",
            description = "Also the documents that have the current shape.")
    private boolean all;

    @Override
    public Integer call() {
        try (var stores = database.open()) {
            for (var account : stores.database().read(stores.accounts()::list)) {
                var count = stores.rerender(account, all);
                spec.commandLine().getErr().println("Account " + account.cmId() + ": " + count + " documents rendered");
            }
        }
        return Main.DONE;
    }
}
