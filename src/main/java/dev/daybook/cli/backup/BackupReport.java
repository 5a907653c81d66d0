package dev.daybook.cli.backup;

import dev.daybook.backup.Backup;
import dev.daybook.backup.BackupSummary;
import dev.daybook.cli.option.Counted;
import dev.daybook.wire.json.CommandJson;
import picocli.CommandLine.Model.CommandSpec;

/** Report on a backup. Standard output gets the name of the file, or JSON. */
public final class BackupReport {

    private BackupReport() {}

    /** Reports a backup that was written and verified, and the number of deleted older ones. */
    public static void written(CommandSpec spec, boolean json, Backup.Written written, int deleted) {
        var summary = written.summary();
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(fields(summary)
                            .with("file", written.file().toString())
                            .with("bytes", written.bytes())
                            .with("deleted", deleted)
                            .with("leftOut", written.leftOut()));
            return;
        }
        spec.commandLine().getOut().println(written.file());
        spec.commandLine()
                .getErr()
                .println("Verified: " + text(summary) + ", " + Counted.bytes(written.bytes())
                        + (deleted == 0 ? "" : "; " + Counted.of(deleted, "older backup") + " deleted"));
        if (!written.leftOut().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("daybook: not in the file, because they are not Daybook's: "
                            + String.join(", ", written.leftOut())
                            + "; copy what you need of them with a tool of the database");
        }
    }

    static CommandJson fields(BackupSummary summary) {
        return new CommandJson()
                .with("daybook", summary.daybook())
                .with("madeAt", summary.madeAt())
                .with("database", summary.database())
                .with("cmId", summary.cmId())
                .with("accounts", summary.accounts())
                .with("tables", summary.tables())
                .with("rows", summary.rows());
    }

    static String text(BackupSummary summary) {
        return Counted.of(summary.accounts(), "account") + ", " + Counted.of(summary.rows(), "row") + " of "
                + Counted.of(summary.tables(), "table");
    }
}
