package dev.daybook.cli.imports;

import dev.daybook.imports.OrderKind;
import dev.daybook.wire.order.OrderRow;
import picocli.CommandLine.Command;

/** {@code daybook import orders}. */
@Command(
        name = "orders",
        modelTransformer = FieldList.class,
        description = "Import orders from CSV with a header, or from NDJSON (one object a line; the file's name ends in"
                + " ndjson, jsonl or json, or the file starts with a brace). If one row is refused, nothing is imported. The file is loaded"
                + " in batches, so that a running server can write too; if it is stopped, the same command continues. An order"
                + " whose erp_order_id is known is updated. The customer is found by id, code, phone or e-mail,"
                + " or created.",
        footer = {
            "",
            FieldList.HERE,
            "The fields from sku_id to discount describe one product. Rows with the same",
            "erp_order_id, wherever they are in the file, form one order; each row is one",
            "product. NDJSON may have an array product_details instead. If one row of an",
            "order is refused, the whole order is refused. An order needs one of these: an",
            "existing erp_order_id; a customer_id; an existing customer_code; or a",
            "customer_name, with a phone or an email.",
            "Times are yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or yyyy-MM-ddTHH:mm:ss in the",
            "account's zone, or with Z or an offset; an order without created_at is created",
            "now.",
            "",
            "Examples:",
            "  daybook import orders orders.csv --cm-id 1000298 --dry-run",
            "  daybook import orders orders.csv --cm-id 1000298 \\",
            "      --map 'Order no=erp_order_id' --map 'Weight='",
            "  daybook import orders orders.ndjson --cm-id 1000298 --skip-bad \\",
            "      --refused refused.csv",
            "",
            "Exit codes: 0 imported, 1 failed: nothing or only a part is imported, 2 wrong",
            "usage or unknown column, 130 interrupted, 143 ended by SIGTERM. If only a part",
            "is imported, the same command continues."
        })
final class ImportOrdersCommand extends BatchedImportCommand<OrderRow> {
    ImportOrdersCommand() {
        super(new OrderKind());
    }
}
