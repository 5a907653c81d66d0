package dev.daybook.cli.backup;

import dev.daybook.cli.admin.AdministrationOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.wire.admin.AdminJson;
import dev.daybook.wire.admin.AdminOperation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code daybook restored}: marks the database as restored from a backup, so that clients that follow the feed of
 * changes start again.
 */
@Command(
        name = "restored",
        description = "Mark the database as restored from a backup, or as that of a standby that took over and may have"
                + " missed writes. All followers of the changes must then start again, new ids begin above those of the"
                + " lost records, and all people must log in again. Run it once, as the first command, before the"
                + " server starts.",
        footer = {"", "Examples:", "  daybook restored"})
public final class RestoredCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private AdministrationOption administration = new AdministrationOption();

    @Override
    public Integer call() {
        administration.ask(AdminOperation.MARK_RESTORED, List.of(), AdminJson.Done.class);
        err().println("Every cursor of changes from before is refused from now on. Everybody must log in again.");
        return DONE;
    }
}
