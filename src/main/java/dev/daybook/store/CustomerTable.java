package dev.daybook.store;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.ProfileField;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of customers, without those of their contacts. */
final class CustomerTable {
    static final String INSERT = """
            INSERT INTO customer
            (cm_id, id, created_at, modified_at, deleted_at, version, organization, individual, channel_partner,
             zone_id, assigned_to_id, primary_source_id, secondary_source_id, tertiary_source_id,
             name, name_key, customer_code, phone, email, website, address, locality, city, state, country, pin_code,
             latitude, longitude, classification, type, remarks, cross_remarks)
            VALUES
            (:cmId, :id, :createdAt, :modifiedAt, 0, 1, :organization, :individual, :channelPartner,
             :zoneId, :assignedToId, :primary_source, :secondary_source, :tertiary_source,
             :name, :nameKey, :customer_code, :phone, :email, :website, :address, :locality, :city, :state, :country,
             :pin_code, :latitude, :longitude, :classification, :type, :remarks, :cross_remarks)""";

    private static final String UPDATE = """
            UPDATE customer SET
             modified_at = :modifiedAt, version = version + 1, organization = :organization, individual = :individual,
             channel_partner = :channelPartner, zone_id = :zoneId, assigned_to_id = :assignedToId,
             primary_source_id = :primary_source, secondary_source_id = :secondary_source,
             tertiary_source_id = :tertiary_source, name = :name, name_key = :nameKey,
             customer_code = :customer_code, phone = :phone, email = :email, website = :website, address = :address,
             locality = :locality, city = :city, state = :state, country = :country, pin_code = :pin_code,
             latitude = :latitude, longitude = :longitude, classification = :classification, type = :type,
             remarks = :remarks, cross_remarks = :cross_remarks
            WHERE cm_id = :cmId AND id = :id""";

    private static final String SELECT = """
            SELECT c.*,
             (SELECT count(*) FROM enquiry e WHERE e.cm_id = c.cm_id AND e.customer_id = c.id) AS enquiries
            FROM customer c WHERE c.cm_id = :cmId AND c.id IN (<ids>) AND c.deleted_at = 0""";

    private static final String LOCK = """
            SELECT primary_source_id, secondary_source_id, tertiary_source_id FROM customer
            WHERE cm_id = :cmId AND id = :id AND deleted_at = 0""";

    private static final String BY_CODE = """
            SELECT id FROM customer WHERE cm_id = :cmId AND customer_code = :code AND customer_code <> ''
            AND deleted_at = 0""";

    private static final String BY_CODES = """
            SELECT customer_code, id FROM customer WHERE cm_id = :cmId AND customer_code IN (<codes>)
            AND customer_code <> '' AND deleted_at = 0""";

    private static final int CODES_AT_ONCE = 500;

    private CustomerTable() {}

    static void insert(Handle handle, Customer customer, Map<AccountList, Long> sources) {
        bind(handle.createUpdate(INSERT), customer, sources).execute();
    }

    static void update(Handle handle, Customer customer, Map<AccountList, Long> sources) {
        bind(handle.createUpdate(UPDATE), customer, sources).execute();
    }

    /** Keeps other writers from a customer until the transaction ends and tells its sources; empty if it is not there. */
    static Optional<Map<AccountList, Long>> lock(Transaction transaction, long cmId, long id) {
        return transaction
                .handle()
                .createQuery(LOCK + " " + transaction.dialect().forUpdate())
                .bind("cmId", cmId)
                .bind("id", id)
                .map((row, context) -> sources(row))
                .findOne();
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
    static List<Customer> select(Handle handle, long cmId, Collection<Long> ids) {
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

    static <S extends SqlStatement<S>> S bind(S statement, Customer customer, Map<AccountList, Long> sources) {
        for (var field : ProfileField.values()) {
            statement.bind(column(field), customer.text(field));
        }
        return statement
                .bind("cmId", customer.cmId())
                .bind("id", customer.id())
                .bind("createdAt", Times.column(customer.createdAt()))
                .bind("modifiedAt", Times.column(customer.modifiedAt()))
                .bind("organization", customer.flags().organization() ? 1 : 0)
                .bind("individual", customer.flags().individual() ? 1 : 0)
                .bind("channelPartner", customer.flags().channelPartner() ? 1 : 0)
                .bind("zoneId", customer.zoneId())
                .bind("assignedToId", customer.assignedToId())
                .bind("primary_source", sources.getOrDefault(AccountList.PRIMARY_SOURCE, 0L))
                .bind("secondary_source", sources.getOrDefault(AccountList.SECONDARY_SOURCE, 0L))
                .bind("tertiary_source", sources.getOrDefault(AccountList.TERTIARY_SOURCE, 0L))
                .bind("nameKey", TextKey.of(customer.text(ProfileField.NAME)));
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
