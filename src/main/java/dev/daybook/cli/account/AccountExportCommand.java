package dev.daybook.cli.account;

import dev.daybook.backup.Backup;
import dev.daybook.cli.backup.BackupReport;
import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.OptionFile;
import dev.daybook.server.BuildVersion;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook account export}: writes everything of one account into one file. */
@Command(
        name = "export",
        description = "Write everything of one account into one file, in the form of a backup. 'daybook restore' can"
                + " make a database from the file that has only this account.",
        footer = {
            "",
            "On SQLite the folder needs free space for a copy of the whole database, and for",
            "the new file.",
            "",
            "Example:",
            "  daybook account export --cm-id 1000298 --out example-traders.tar"
        })
final class AccountExportCommand extends JsonCommand {
    @Mixin
    private AccountOption account = new AccountOption();

    @Option(
            names = {"--out", "--export-out"},
            required = true,
            paramLabel = "PATH",
            description = "A new file; or an existing folder, in which the file is named after the account and the time"
                    + " of the export.")
    private String out = "";

    @Override
    public Integer call() throws IOException {
        var place = OptionFile.target("--out", out);
        return account.with((stores, account) -> {
            var backup = new Backup(stores.database(), BuildVersion.read().version(), Clock.systemUTC());
            BackupReport.written(spec, isJson(), backup.writeAccount(place, account.cmId()), 0);
            return DONE;
        });
    }
}
