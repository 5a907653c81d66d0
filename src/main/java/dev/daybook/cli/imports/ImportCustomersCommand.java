package dev.daybook.cli.imports;

import dev.daybook.imports.CustomerKind;
import dev.daybook.wire.customer.CustomerRow;
import picocli.CommandLine.Command;

/** {@code daybook import customers}. */
@Command(
        name = "customers",
        modelTransformer = FieldList.class,
        description =
                "Import customers from CSV with a header, or from NDJSON (one object a line; the file's name ends in"
                        + " ndjson, jsonl or json, or the file starts with a brace). If one row is refused, nothing is imported. The file is"
                        + " loaded in batches, so that a running server can write too; if it is stopped, the same command continues."
                        + " A customer whose customer_code is known is updated.",
        footer = {
            "",
            FieldList.HERE,
            "A row needs a name (or first_name, last_name), and a phone or an email.",
            "created_at is yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or yyyy-MM-ddTHH:mm:ss in the",
            "account's zone, or with Z or an offset; without it the time is now.",
            "",
            "Examples:",
            "  daybook import customers customers.csv --cm-id 1000298 --dry-run",
            "  daybook import customers customers.csv --cm-id 1000298 \\",
            "      --map 'Full name=name' --map 'Age='",
            "  daybook import customers customers.ndjson --cm-id 1000298 --skip-bad \\",
            "      --refused refused.csv",
            "  daybook import customers refused.csv --cm-id 1000298",
            "  daybook import customers crm.csv --cm-id 1000298 --map-file crm.map \\",
            "      --dates dd/MM/yyyy --charset cp1252",
            "",
            "Exit codes: 0 imported, 1 failed: nothing or only a part is imported, 2 wrong",
            "usage or unknown column, 130 interrupted, 143 ended by SIGTERM. If only a part",
            "is imported, the same command continues."
        })
final class ImportCustomersCommand extends BatchedImportCommand<CustomerRow> {
    ImportCustomersCommand() {
        super(new CustomerKind());
    }
}
