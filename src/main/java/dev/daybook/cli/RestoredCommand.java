package dev.daybook.cli;

import dev.daybook.cli.admin.AdministrationOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code daybook restored}: marks the database as restored from a backup, so that followers start again. */
@Command(
        name = "restored",
        description = "Say that the database was restored from a backup, or that a standby took over which may have"
                + " missed writes: whoever follows the changes is told to start again, and no id of the lost"
                + " time is given out again. Run it once, as the first command and before the server starts.",
        footer = {"", "Examples:", "  daybook restored"})
final class RestoredCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private AdministrationOption administration = new AdministrationOption();

    @Override
    public Integer call() {
        administration.with(opened -> opened.ask(AdminOperation.MARK_RESTORED, List.of(), AdminJson.Done.class));
        err().println("Every cursor of changes from before is refused from now on.");
        return DONE;
    }
}
