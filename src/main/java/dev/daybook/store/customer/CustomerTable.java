package dev.daybook.store.customer;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.RowBatch;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rows of customers, without those of their contacts. */
public final class CustomerTable {
    private static final String INTO = """
            customer
            (cm_id, id, created_at, modified_at, deleted_at, version, changed_in, organization, individual,
             channel_partner, zone_id, assigned_to_id, primary_source_id, secondary_source_id, tertiary_source_id,
             name, name_key, customer_code, phone, email, website, address, locality, city, state, country, pin_code,
             latitude, longitude, classification, type, remarks, cross_remarks)""";

    /** Adds a customer, or puts another in its place as its next version. */
    private static final String PUT = "INSERT INTO " + INTO + """

            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
             ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, id) DO UPDATE SET
             modified_at = excluded.modified_at, version = customer.version + 1,
             changed_in = excluded.changed_in,
             organization = excluded.organization, individual = excluded.individual,
             channel_partner = excluded.channel_partner, zone_id = excluded.zone_id,
             assigned_to_id = excluded.assigned_to_id, primary_source_id = excluded.primary_source_id,
             secondary_source_id = excluded.secondary_source_id, tertiary_source_id = excluded.tertiary_source_id,
             name = excluded.name, name_key = excluded.name_key, customer_code = excluded.customer_code,
             phone = excluded.phone, email = excluded.email, website = excluded.website, address = excluded.address,
             locality = excluded.locality, city = excluded.city, state = excluded.state, country = excluded.country,
             pin_code = excluded.pin_code, latitude = excluded.latitude, longitude = excluded.longitude,
             classification = excluded.classification, type = excluded.type, remarks = excluded.remarks,
             cross_remarks = excluded.cross_remarks""";

    private static final String SELECT = """
            SELECT c.*,
             (SELECT count(*) FROM enquiry e WHERE e.cm_id = c.cm_id AND e.customer_id = c.id) AS enquiries
            FROM customer c WHERE c.cm_id = :cmId AND c.id IN (<ids>) AND c.deleted_at = 0""";

    private static final String LOCK = """
            SELECT id, primary_source_id, secondary_source_id, tertiary_source_id FROM customer
            WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0 ORDER BY id""";

    private static final String BY_CODE = """
            SELECT id FROM customer WHERE cm_id = :cmId AND customer_code = :code AND customer_code <> ''
            AND deleted_at = 0""";

    private static final String BY_CODES = """
            SELECT customer_code, id FROM customer WHERE cm_id = :cmId AND customer_code IN (<codes>)
            AND customer_code <> '' AND deleted_at = 0""";

    private static final int CODES_AT_ONCE = 500;

    private CustomerTable() {}

    /**
     * A row.
     *
     * @param customer its contacts and enquiries are in other tables
     * @param sources the ids of its sources, as far as it has them
     */
    record Row(Customer customer, Map<AccountList, Long> sources) {}

    /**
     * Adds customers, or puts them in place of what is there; no two may have the same id.
     *
     * @param fresh whether none of them is there
     */
    static void put(Transaction transaction, List<Row> rows, boolean fresh) {
        var changedIn = transaction.changeNumber();
        try (var batch = transaction.rows(INTO, PUT, fresh)) {
            rows.forEach(row -> add(batch, row.customer, row.sources, changedIn));
            batch.execute();
        }
    }

    private static void add(RowBatch batch, Customer customer, Map<AccountList, Long> sources, long changedIn) {
        batch.add(customer.cmId())
                .add(customer.id())
                .add(Times.column(customer.createdAt()))
                .add(Times.column(customer.modifiedAt()))
                .add(0)
                .add(1)
                .add(changedIn)
                .add(customer.flags().organization())
                .add(customer.flags().individual())
                .add(customer.flags().channelPartner())
                .add(customer.zoneId())
                .add(customer.assignedToId())
                .add(sources.getOrDefault(AccountList.PRIMARY_SOURCE, 0L))
                .add(sources.getOrDefault(AccountList.SECONDARY_SOURCE, 0L))
                .add(sources.getOrDefault(AccountList.TERTIARY_SOURCE, 0L))
                .add(customer.text(ProfileField.NAME))
                .add(TextKey.of(customer.text(ProfileField.NAME)))
                .add(customer.text(ProfileField.CUSTOMER_CODE))
                .add(customer.text(ProfileField.PHONE))
                .add(customer.text(ProfileField.EMAIL))
                .add(customer.text(ProfileField.WEBSITE))
                .add(customer.text(ProfileField.ADDRESS))
                .add(customer.text(ProfileField.LOCALITY))
                .add(customer.text(ProfileField.CITY))
                .add(customer.text(ProfileField.STATE))
                .add(customer.text(ProfileField.COUNTRY))
                .add(customer.text(ProfileField.PIN_CODE))
                .add(customer.text(ProfileField.LATITUDE))
                .add(customer.text(ProfileField.LONGITUDE))
                .add(customer.text(ProfileField.CLASSIFICATION))
                .add(customer.text(ProfileField.TYPE))
                .add(customer.text(ProfileField.REMARKS))
                .add(customer.text(ProfileField.CROSS_REMARKS))
                .endRow();
    }

    /** Keeps other writers from customers until the transaction ends and tells their sources, as far as they are there. */
    static Map<Long, Map<AccountList, Long>> lock(Transaction transaction, long cmId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return transaction
                .handle()
                .createQuery(LOCK + " " + transaction.dialect().forUpdate())
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> Map.entry(row.getLong("id"), sources(row)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Optional<Long> idByCode(Handle handle, long cmId, String code) {
        return handle.createQuery(BY_CODE)
                .bind("cmId", cmId)
                .bind("code", code)
                .mapTo(Long.class)
                .findOne();
    }

    /** The ids of the customers who have one of these codes, by code. */
    static Map<String, Long> idsByCode(Handle handle, long cmId, List<String> codes) {
        var ids = new HashMap<String, Long>();
        for (var from = 0; from < codes.size(); from += CODES_AT_ONCE) {
            handle.createQuery(BY_CODES)
                    .bind("cmId", cmId)
                    .bindList("codes", codes.subList(from, Math.min(codes.size(), from + CODES_AT_ONCE)))
                    .map((row, context) -> Map.entry(row.getString("customer_code"), row.getLong("id")))
                    .forEach(row -> ids.put(row.getKey(), row.getValue()));
        }
        return ids;
    }

    /** The customers with these ids, as far as they are there, in no order. */
    public static List<Customer> select(Transaction transaction, long cmId, Collection<Long> ids) {
        var handle = transaction.handle();
        if (ids.isEmpty()) {
            return List.of();
        }
        var contacts = ContactTable.select(handle, cmId, ids);
        return handle.createQuery(SELECT)
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> new Customer(
                        cmId,
                        row.getLong("id"),
                        Times.instant(row.getLong("created_at")),
                        Times.instant(row.getLong("modified_at")),
                        new CustomerFlags(
                                row.getInt("organization") != 0,
                                row.getInt("individual") != 0,
                                row.getInt("channel_partner") != 0),
                        texts(row),
                        row.getLong("zone_id"),
                        row.getLong("assigned_to_id"),
                        row.getInt("enquiries"),
                        contacts.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private static Map<AccountList, Long> sources(ResultSet row) throws SQLException {
        return Map.of(
                AccountList.PRIMARY_SOURCE, row.getLong("primary_source_id"),
                AccountList.SECONDARY_SOURCE, row.getLong("secondary_source_id"),
                AccountList.TERTIARY_SOURCE, row.getLong("tertiary_source_id"));
    }

    private static Map<ProfileField, String> texts(ResultSet row) throws SQLException {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field : ProfileField.values()) {
            var text = row.getString(column(field));
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        }
        return texts;
    }

    private static String column(ProfileField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
