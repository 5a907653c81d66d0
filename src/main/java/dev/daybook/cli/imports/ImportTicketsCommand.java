package dev.daybook.cli.imports;

import dev.daybook.imports.TicketKind;
import dev.daybook.wire.ticket.TicketRow;
import picocli.CommandLine.Command;

/** {@code daybook import tickets}. */
@Command(
        name = "tickets",
        modelTransformer = FieldList.class,
        description =
                "Import tickets from CSV with a header, or from NDJSON (one object a line; the file's name ends in"
                        + " ndjson, jsonl or json, or the file starts with a brace). If one row is refused, nothing is imported. The file is"
                        + " loaded in batches, so that a running server can write too; if it is stopped, the same command continues."
                        + " A ticket whose ticket_id is known is updated. No webhook is called.",
        footer = {
            "",
            FieldList.HERE,
            "A row needs a title. created_at and ended_at are yyyy-MM-dd, yyyy-MM-dd",
            "HH:mm:ss or yyyy-MM-ddTHH:mm:ss in the account's zone, or with Z or an offset;",
            "without created_at a new ticket is created now, or, without a sub_status, at",
            "ended_at if that is earlier. If a row has ended_at, but no status and no",
            "sub_status, its ticket is complete. If the sub_status leaves the ticket pending,",
            "ended_at is not stored. If the status is Pending, or if ended_at is before",
            "created_at, the row is refused.",
            "additional_info is a JSON object of the account's own groups of fields.",
            "",
            "Examples:",
            "  daybook import tickets tickets.csv --cm-id 1000298 --dry-run",
            "  daybook import tickets tickets.csv --cm-id 1000298 \\",
            "      --map 'Subject=title' --map 'Opened=created_at'",
            "  daybook import tickets tickets.ndjson --cm-id 1000298 --skip-bad \\",
            "      --refused refused.csv",
            "",
            "Exit codes: 0 imported, 1 failed: nothing or only a part is imported, 2 wrong",
            "usage or unknown column, 130 interrupted, 143 ended by SIGTERM. If only a part",
            "is imported, the same command continues."
        })
final class ImportTicketsCommand extends BatchedImportCommand<TicketRow> {
    ImportTicketsCommand() {
        super(new TicketKind());
    }
}
