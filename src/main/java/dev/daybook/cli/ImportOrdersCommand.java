package dev.daybook.cli;

import dev.daybook.cli.imports.OrderKind;
import dev.daybook.wire.order.OrderRow;
import picocli.CommandLine.Command;

/** {@code daybook import orders}. */
@Command(
        name = "orders",
        description = "Import orders from CSV with a header, or from NDJSON (one object a line; .ndjson, .jsonl, .json,"
                + " or a file that starts with a brace), in UTF-8. The whole file is loaded in one transaction: all of"
                + " it or nothing. An order whose erp_order_id is known is updated. The customer is found by id, code,"
                + " phone or e-mail, or made.",
        footer = {
            "",
            "Fields: erp_order_id, created_at, create_date, order_status, order_sub_status, order_type, customer_id,",
            "customer_code, customer_name, phone, email, city, state, country, address, shipping_address, zip_code,",
            "grand_total, total_paid, payment_mode, transaction, expected_delivery_date, zone, assigned_to, block_id,",
            "unit_id, remarks, attr1 to attr15, and of one product: sku_id, product_name, parent_product_name, rate,",
            "quantity, discount. Rows that follow one another with the same erp_order_id are the products of one",
            "order. NDJSON may have an array product_details instead.",
            "A row needs an erp_order_id that is known, a customer_id, or a customer_name and a phone or an email.",
            "Times are yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or yyyy-MM-ddTHH:mm:ss in the account's zone, or with Z or an",
            "offset; an order without created_at is created now.",
            "",
            "Examples:",
            "  daybook import orders orders.csv --cm-id 1000298 --dry-run",
            "  daybook import orders orders.csv --cm-id 1000298 --map 'Order no=erp_order_id' --map 'Weight='",
            "  daybook import orders orders.ndjson --cm-id 1000298 --skip-bad --refused refused.csv",
            "",
            "Exit codes: 0 imported, 1 nothing imported, 2 wrong usage or unknown column."
        })
final class ImportOrdersCommand extends FileImportCommand<OrderRow> {
    ImportOrdersCommand() {
        super(new OrderKind());
    }
}
