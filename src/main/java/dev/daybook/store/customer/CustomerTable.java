package dev.daybook.store.customer;

import static dev.daybook.store.record.Column.flag;
import static dev.daybook.store.record.Column.nameKey;
import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.texts;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RecordTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of customers, without their contacts. */
public final class CustomerTable {
    private static final List<AccountList> SOURCES =
            List.of(AccountList.PRIMARY_SOURCE, AccountList.SECONDARY_SOURCE, AccountList.TERTIARY_SOURCE);

    /** The table of customers. All columns in this list are personal, so an erasure empties them. */
    public static final RecordTable<Customer> ROWS = new RecordTable<>(
            RecordKind.CUSTOMER,
            new Columns<Customer>()
                    .personal(
                            flag("organization", customer -> customer.flags().organization()),
                            flag("individual", customer -> customer.flags().individual()),
                            flag("channel_partner", customer -> customer.flags().channelPartner()),
                            number("zone_id", Customer::zoneId),
                            number("assigned_to_id", Customer::assignedToId),
                            nameKey("name", customer -> customer.text(ProfileField.NAME)))
                    .all(SOURCES.stream().map(CustomerTable::source).toList())
                    .all(texts(ProfileField.class, Customer::text)),
            CustomerTable::select);

    private static final String SELECT = """
            SELECT c.*,
             (SELECT count(*) FROM enquiry e WHERE e.cm_id = :cmId AND e.customer_id = c.id) AS enquiries
            FROM customer c WHERE c.cm_id = :cmId AND c.id IN (<ids>) AND c.deleted_at = 0""";

    private static final String BY_CODES = """
            SELECT customer_code, id FROM customer WHERE cm_id = :cmId AND customer_code IN (<codes>)
            AND customer_code <> '' AND deleted_at = 0""";

    private CustomerTable() {}

    private static Column<Customer> source(AccountList list) {
        return number(
                Column.nameOf(list) + "_id", customer -> customer.sources().getOrDefault(list, 0L));
    }

    /** The ids of the existing customers with one of these codes, by code. */
    public static Map<String, Long> idsByCode(Transaction transaction, long cmId, Collection<String> wanted) {
        var ids = new HashMap<String, Long>();
        Transaction.inParts(
                        wanted,
                        codes -> transaction
                                .later(BY_CODES, cmId)
                                .bindList("codes", codes)
                                .ask(row -> Map.entry(row.getString("customer_code"), row.getLong("id")))
                                .get())
                .forEach(row -> ids.put(row.getKey(), row.getValue()));
        return ids;
    }

    /** The existing customers with these ids, with their contacts, in no particular order. */
    public static List<Customer> select(Transaction transaction, long cmId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var contacts = ContactTable.ask(transaction, cmId, ids);
        return transaction
                .later(SELECT, cmId)
                .bindList("ids", ids)
                .ask(row -> customer(row, contacts.get()))
                .get();
    }

    /**
     * Writes the derived columns of these customers' contacts again, such as the digits of the phones: their rules may
     * have changed. The caller must have locked the customers.
     */
    public static void settleContacts(Transaction transaction, Collection<Customer> customers) {
        ContactTable.ROWS.settle(
                transaction, customers.stream().flatMap(ContactTable.Row::of).toList());
    }

    private static Customer customer(ResultSet row, Map<Long, List<Contact>> contacts) throws SQLException {
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        for (var list : SOURCES) {
            sources.put(list, row.getLong(Column.nameOf(list) + "_id"));
        }
        return new Customer(
                row.getLong("cm_id"),
                row.getLong("id"),
                EpochMillis.instant(row.getLong("created_at")),
                EpochMillis.instant(row.getLong("modified_at")),
                new CustomerFlags(
                        row.getInt("organization") != 0,
                        row.getInt("individual") != 0,
                        row.getInt("channel_partner") != 0),
                texts(row, ProfileField.class),
                row.getLong("zone_id"),
                sources,
                row.getLong("assigned_to_id"),
                row.getInt("enquiries"),
                contacts.getOrDefault(row.getLong("id"), List.of()));
    }
}
