package dev.daybook.store.erasure;

import dev.daybook.domain.RecordKind;
import dev.daybook.store.Transaction;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.order.OrderTable;
import dev.daybook.store.record.RecordTable;
import dev.daybook.store.ticket.TicketTable;
import java.util.List;
import java.util.stream.Stream;

/** Erasure of the personal part of records: their personal columns, and rows of other tables about the person. */
public final class PersonalPart {
    private static final String BLANK = "UPDATE %s SET %s WHERE cm_id = :cmId AND id IN (<ids>)";

    private PersonalPart() {}

    /** Erases the personal part of these records, deleted or not. The caller updates their versions and documents. */
    public static void erase(Transaction transaction, RecordKind kind, long cmId, List<Long> ids) {
        for (var part : parts(kind)) {
            delete(transaction, part, kind.word() + "_id", cmId, ids);
        }
        var rows = rows(kind);
        transaction
                .update(BLANK.formatted(rows.name(), rows.blanks()), cmId)
                .bindList("ids", ids)
                .execute();
    }

    /**
     * The columns that somebody added to the tables of records, such as {@code customer.sales_note}, sorted by name. No
     * erasure changes them, because Daybook does not know what is in them.
     */
    public static List<String> addedColumns(Transaction transaction) {
        var columns = Catalogue.columns(transaction);
        return Stream.of(RecordKind.values())
                .map(PersonalPart::rows)
                .flatMap(table -> columns.getOrDefault(table.name(), List.of()).stream()
                        .filter(column -> !table.hasColumn(column))
                        .map(column -> table.name() + "." + column))
                .sorted()
                .toList();
    }

    private static RecordTable<?> rows(RecordKind kind) {
        return switch (kind) {
            case CUSTOMER -> CustomerTable.ROWS;
            case TICKET -> TicketTable.ROWS;
            case ORDER -> OrderTable.ROWS;
        };
    }

    private static List<String> parts(RecordKind kind) {
        return switch (kind) {
            case CUSTOMER -> List.of("contact", "enquiry", "customer_attribute", "associate_field");
            case TICKET -> List.of("ticket_associate", "ticket_event");
            case ORDER -> List.of("sales_order_attribute", "sales_order_associate_field");
        };
    }

    private static void delete(Transaction transaction, String table, String column, long cmId, List<Long> ids) {
        transaction
                .update("DELETE FROM " + table + " WHERE cm_id = :cmId AND " + column + " IN (<ids>)", cmId)
                .bindList("ids", ids)
                .execute();
    }
}
