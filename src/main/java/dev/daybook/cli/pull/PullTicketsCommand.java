package dev.daybook.cli.pull;

import dev.daybook.domain.RecordKind;
import picocli.CommandLine.Command;

/** {@code daybook pull tickets}. */
@Command(
        name = "tickets",
        description = "Pull the tickets that were created in a range of days, day by day and page by page, into"
                + " files. However a run ends, the same command resumes where it stopped.",
        footer = {
            "",
            "Examples:",
            "  daybook pull tickets --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-05-01 --to 2024-05-31 --out may.ndjson",
            "  daybook pull tickets ... --out tickets --partition day --format parquet",
            "  daybook pull tickets ... --format csv --dates iso",
            "  daybook pull tickets ... --changes --out changes.ndjson"
        })
final class PullTicketsCommand extends PullRecordsCommand {
    PullTicketsCommand() {
        super(RecordKind.TICKET);
    }
}
