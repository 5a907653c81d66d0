package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.ContactJson;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.order.ProductJson;
import dev.daybook.wire.ticket.TicketJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of record that is pulled by the days of its creation: its paths and requests, the keys that the puller reads,
 * and its columns in a table. Everything else in a pull is the same for every kind.
 *
 * @param kind the kind, with its singular and plural
 * @param path the path of its pull
 * @param proofPath the path of Daybook's proof of such a pull
 * @param changesPath the path of Daybook's feed of the changes to records of this kind
 * @param query the field names in the request for a pull
 * @param keys the keys of a record that the puller reads
 * @param ownKey a key that only records of this kind have; a file with this key has records of this kind
 * @param columns the columns of a record, in the vendor's order; they do not include the list
 * @param list the list of objects in each record, empty if this kind has none
 */
public record PulledKind(
        RecordKind kind,
        String path,
        String proofPath,
        String changesPath,
        PageQuery query,
        RecordKeys keys,
        String ownKey,
        List<PulledColumn> columns,
        Optional<PulledList> list) {
    /** Customers, with their contacts. */
    public static final PulledKind CUSTOMERS = new PulledKind(
            RecordKind.CUSTOMER,
            Paths.PULL_CUSTOMERS,
            Paths.PROOF_OF_CUSTOMERS,
            Paths.CUSTOMER_CHANGES,
            new PageQuery("cm_id", "createStartDate", "createEndDate", false),
            new RecordKeys(
                    List.of("id", "customerId", "customer_id", "kapture_customer_id", "leadId"), "generationDate"),
            "isOrganization",
            PulledColumn.of(CustomerJson.class),
            Optional.of(new PulledList("contacts", "contact", "customerId", PulledColumn.of(ContactJson.class), true)));

    /** Tickets. The vendor's tickets do not contain the time of the last change; Daybook's do. */
    public static final PulledKind TICKETS = new PulledKind(
            RecordKind.TICKET,
            Paths.PULL_TICKETS,
            Paths.PROOF_OF_TICKETS,
            Paths.TICKET_CHANGES,
            new PageQuery("cm_id", "start_date", "end_date", true),
            new RecordKeys(List.of("taskId", "id", "task_id", "ticketId", "ticket_id"), "date"),
            "taskId",
            PulledColumn.of(TicketJson.class),
            Optional.empty());

    /** Orders, with their products. */
    public static final PulledKind ORDERS = new PulledKind(
            RecordKind.ORDER,
            Paths.PULL_ORDERS,
            Paths.PROOF_OF_ORDERS,
            Paths.ORDER_CHANGES,
            new PageQuery("cmId", "createStartDate", "createEndDate", false),
            new RecordKeys(List.of("id", "orderId", "order_id"), "generationDate"),
            "erpOrderId",
            PulledColumn.of(OrderJson.class),
            Optional.of(new PulledList("products", "product", "orderId", PulledColumn.of(ProductJson.class), false)));

    private static final List<PulledKind> ALL = List.of(CUSTOMERS, TICKETS, ORDERS);

    /** The word for one record. */
    public String word() {
        return kind.word();
    }

    /** The word for several records. */
    public String plural() {
        return kind.plural();
    }

    /** The {@code PulledKind} for this kind of record. */
    public static PulledKind of(RecordKind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMERS;
            case TICKET -> TICKETS;
            case ORDER -> ORDERS;
        };
    }

    /** All kinds. */
    public static List<PulledKind> all() {
        return ALL;
    }

    /** The kind of a record with these keys, empty if it is unknown. */
    public static Optional<PulledKind> having(Set<String> keys) {
        return ALL.stream().filter(pulled -> keys.contains(pulled.ownKey)).findFirst();
    }
}
