package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.ContactJson;
import dev.daybook.wire.customer.CustomerJson;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Customers, with their contacts. */
public final class PulledCustomers implements PulledKind {
    private static final PageQuery QUERY = new PageQuery("cm_id", "createStartDate", "createEndDate");
    private static final RecordKeys KEYS = new RecordKeys(
            List.of("id", "customerId", "customer_id", "kapture_customer_id", "leadId"),
            "generationDate",
            "lastModificationTime");
    private static final List<PulledColumn> COLUMNS = PulledColumn.of(CustomerJson.class);
    private static final PulledList CONTACTS =
            new PulledList("contacts", "contact", "customerId", PulledColumn.of(ContactJson.class), true);

    @Override
    public RecordKind kind() {
        return RecordKind.CUSTOMER;
    }

    @Override
    public String path() {
        return Paths.PULL_CUSTOMERS;
    }

    @Override
    public String proofPath() {
        return Paths.PROOF;
    }

    @Override
    public String changesPath() {
        return Paths.CHANGES;
    }

    @Override
    public byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        return QUERY.bytes(cmId, from, to, limit, offset, cursor);
    }

    @Override
    public RecordKeys keys() {
        return KEYS;
    }

    @Override
    public String ownKey() {
        return "isOrganization";
    }

    @Override
    public List<PulledColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Optional<PulledList> list() {
        return Optional.of(CONTACTS);
    }
}
