package dev.daybook.cli.backup;

import dev.daybook.backup.Backup;
import dev.daybook.backup.BackupSummary;
import dev.daybook.wire.command.CommandJson;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What commands say about a backup. The name of its file, or JSON, goes to standard output. */
public final class BackupReport {
    private static final long KILO = 1_000;

    private BackupReport() {}

    /** One was written and verified, and so many old ones were deleted. */
    public static void written(CommandSpec spec, boolean json, Backup.Written written, int deleted) {
        var summary = written.summary();
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(fields(summary)
                            .with("file", written.file().toString())
                            .with("bytes", written.bytes())
                            .with("deleted", deleted));
            return;
        }
        spec.commandLine().getOut().println(written.file());
        spec.commandLine()
                .getErr()
                .println("Verified: " + text(summary) + ", " + size(written.bytes())
                        + (deleted == 0 ? "" : "; " + count(deleted, "older backup") + " deleted"));
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
        return count(summary.accounts(), "account") + ", " + count(summary.rows(), "row") + " of "
                + count(summary.tables(), "table");
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String size(long bytes) {
        if (bytes < KILO) {
            return count(bytes, "byte");
        }
        return bytes < KILO * KILO
                ? String.format(Locale.ROOT, "%.1f kB", bytes / (double) KILO)
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (KILO * KILO));
    }
}
