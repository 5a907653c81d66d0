package dev.daybook.cli.imports;

import dev.daybook.imports.OrderKind;
import dev.daybook.wire.order.OrderRow;
import picocli.CommandLine.Command;

/** {@code daybook import orders}. */
@Command(
        name = "orders",
        modelTransformer = FieldList.class,
        description =
                "Import orders from CSV with a header, or from NDJSON (one object a line; the file's name ends in"
                        + " ndjson, jsonl or json, or the file starts with a brace). If one row is refused, nothing is imported. The file is loaded"
                        + " in batches, so that a running server can write too; if it is stopped, the same command continues. An order"
                        + " whose erp_order_id is known is updated. The customer is found by id, code, phone or e-mail, or made.",
        footer = {
            "",
            FieldList.HERE,
            "sku_id to discount are of one product. Rows with the same erp_order_id, however",
            "far apart, are one order with a product each; NDJSON may have an array",
            "product_details instead. A refused row refuses its whole order.",
            "An order needs an erp_order_id that is known, a customer_id, a customer_code",
            "that is known, or a customer_name and a phone or an email.",
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
            "Exit codes: 0 imported, 1 failed, so that nothing or not all is imported, 2",
            "wrong usage or unknown column, 130 interrupted, 143 ended by SIGTERM; the same",
            "command continues."
        })
final class ImportOrdersCommand extends BatchedImportCommand<OrderRow> {
    ImportOrdersCommand() {
        super(new OrderKind());
    }
}
