package dev.daybook.cli.pull;

import dev.daybook.domain.RecordKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daybook pull customers}. */
@Command(
        name = "customers",
        description = "Pull the customers that were created in a range of days, day by day and page by page, into"
                + " files. However a run ends, the same command resumes where it stopped.",
        footer = {
            "",
            "Examples:",
            "  daybook pull customers --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-05-01 --to 2024-05-31 --out may.ndjson",
            "  daybook pull customers --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-01-01 --to 2024-12-31 \\",
            "      --out customers --partition day --format parquet",
            "  daybook pull customers ... --format csv --contacts contacts.csv --dates iso",
            "  daybook pull customers ... --rate 2 --dry-run",
            "  daybook pull customers ... --from 2024-01-01 --out customers \\",
            "      --partition day --follow",
            "  daybook pull customers ... --changes --out changes.ndjson"
        })
final class PullCustomersCommand extends PullRecordsCommand {
    @Option(
            names = "--contacts",
            paramLabel = "FILE",
            description = "With csv: a separate file for all contacts, one row for each. With --partition day: the name"
                    + " of this file in the folder of each day.")
    private @Nullable String contacts;

    PullCustomersCommand() {
        super(RecordKind.CUSTOMER);
    }

    @Override
    Optional<String> list() {
        return Optional.ofNullable(contacts);
    }
}
