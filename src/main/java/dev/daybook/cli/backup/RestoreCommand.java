package dev.daybook.cli.backup;

import dev.daybook.backup.Restore;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.JsonCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook restore}: restores a backup into an empty database. */
@Command(
        name = "restore",
        description = "Restore a backup into an empty database. A backup of SQLite can be restored into PostgreSQL, and"
                + " the other way round. The file is verified first; then all of it is restored, or nothing. Followers"
                + " of the changes must start again.",
        footer = {
            "",
            "Examples:",
            "  daybook restore /backup/daybook-20261126T180000Z.tar --data /srv/daybook",
            "  DAYBOOK_DATABASE_URL=postgresql://daybook@db.example/daybook \\",
            "    daybook restore /backup/daybook-20261126T180000Z.tar",
            "  daybook restore /backup/daybook-20261126T180000Z.tar --dry-run",
            "",
            "Exit codes: 0 restored, 1 failed, 2 wrong usage. After 1, nothing was restored,",
            "unless the message says that this is not known, or that standard output could",
            "not be written."
        })
public final class RestoreCommand extends JsonCommand {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--dry-run", description = "Only verify the file and say what is in it; no database is opened.")
    private boolean dryRun;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try (var restore = new Restore(file)) {
            var summary = restore.summary();
            var what = BackupReport.text(summary) + " of " + summary.madeAt();
            var leftOut = List.<String>of();
            if (dryRun) {
                say("The backup is sound: " + what);
            } else {
                var url = database.url();
                restore.check(url);
                try (var stores = database.openOrCreate()) {
                    leftOut = restore.into(stores.database(), Instant.now());
                }
                say("Restored into " + url + ": " + what);
            }
            if (isJson()) {
                var fields = BackupReport.fields(summary).with("restored", !dryRun);
                // A dry run does not know the columns of the database, so it does not know which ones are left out.
                out().println(dryRun ? fields : fields.with("leftOut", leftOut));
            } else if (!leftOut.isEmpty()) {
                err().println("daybook: not restored, because they are not Daybook's columns: "
                        + String.join(", ", leftOut) + "; the backup still has their values");
            }
        }
        return DONE;
    }

    private void say(String line) {
        if (!isJson()) {
            err().println(line);
        }
    }
}
