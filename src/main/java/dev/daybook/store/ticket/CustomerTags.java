package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerMatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the customers to tag tickets with: by id, then code, e-mail and phone, each with one query for all tickets. If
 * several customers match, the newest is taken. A key without the right to find customers by phone or e-mail skips
 * these two.
 */
final class CustomerTags {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * The newest customer of each key, locked against its erasure. PostgreSQL reads the locked row again, and leaves it
     * out if the customer was erased meanwhile. A CROSS JOIN makes SQLite keep the order of the tables.
     */
    private static final String NEWEST = """
            SELECT newest.found_by, c.created_at, c.id, c.name, c.customer_code, c.phone, c.email, c.address,
             (SELECT min(p.id) FROM contact p WHERE p.cm_id = :cmId AND p.customer_id = c.id AND p.is_primary = 1)
              AS contact_id
            FROM (SELECT k.found_by, c.id,
              row_number() OVER (PARTITION BY k.found_by ORDER BY c.created_at DESC, c.id DESC) AS place
             FROM (%s) k CROSS JOIN customer c
             WHERE c.cm_id = :cmId AND c.id = k.customer_id AND c.deleted_at = 0) newest
            CROSS JOIN customer c
            WHERE newest.place = 1 AND c.cm_id = :cmId AND c.id = newest.id AND c.deleted_at = 0 %s""";

    private static final String BY_ID = """
            SELECT id AS customer_id, id AS found_by FROM customer WHERE cm_id = :cmId AND id IN (<keys>)""";

    private static final String BY_CODE = """
            SELECT id AS customer_id, customer_code AS found_by FROM customer
            WHERE cm_id = :cmId AND customer_code IN (<keys>) AND customer_code <> '' AND deleted_at = 0""";

    private final Transaction transaction;
    private final long cmId;
    private final Rights rights;
    private final IdentityHashMap<TicketChange, Tag> tags = new IdentityHashMap<>();

    CustomerTags(Transaction transaction, long cmId, Rights rights) {
        this.transaction = transaction;
        this.cmId = cmId;
        this.rights = rights;
    }

    /**
     * A customer that was found.
     *
     * @param customer the customer
     * @param known the texts that the ticket copies from it
     */
    record Tag(TaggedCustomer customer, Map<TicketField, String> known) {}

    /** A customer found by one of the keys. */
    private record Found(String key, long createdAt, Tag tag) {
        static final Comparator<Found> AGE =
                Comparator.comparingLong(Found::createdAt).thenComparingLong(found -> found.tag.customer.customerId());
    }

    /** The customer of a change, after {@link #lookUp}. */
    Optional<Tag> of(TicketChange change) {
        return Optional.ofNullable(tags.get(change));
    }

    /** Looks up the customers of these changes. They cannot be erased before the transaction ends. */
    void lookUp(List<TicketChange> changes) {
        var open = new ArrayList<>(changes);
        take(open, change -> id(change.customerId()), BY_ID, Long::valueOf);
        // Callers also send their own customer code in the id field.
        take(open, TicketChange::customerId, BY_CODE, Function.identity());
        take(open, change -> change.text(TicketField.CUSTOMER_CODE), BY_CODE, Function.identity());
        if (rights.findsByReach()) {
            take(
                    open,
                    change -> TextKey.of(change.text(TicketField.EMAIL)),
                    CustomerMatch.BY_EMAILS,
                    Function.identity());
            takeByPhone(open);
        }
    }

    private static String id(String text) {
        return NUMBER.matcher(text).matches() ? Long.toString(Long.parseLong(text)) : "";
    }

    /** Finds customers by a key of the open changes, and removes the changes with a match from the list. */
    private void take(
            List<TicketChange> open, Function<TicketChange, String> key, String sql, Function<String, ?> bound) {
        var found = new HashMap<String, Found>();
        find(keys(open, key), sql, bound).forEach(each -> found.put(each.key, each));
        open.removeIf(change -> tag(change, Optional.ofNullable(found.get(key.apply(change)))));
    }

    private void takeByPhone(List<TicketChange> open) {
        var byTail = new HashMap<String, List<Found>>();
        find(keys(open, change -> phone(change).tail()), CustomerMatch.BY_PHONES, Function.identity())
                .forEach(each -> byTail.computeIfAbsent(new Phone(each.key).tail(), tail -> new ArrayList<>())
                        .add(each));
        open.removeIf(change -> tag(
                change,
                byTail.getOrDefault(phone(change).tail(), List.of()).stream()
                        .filter(each -> new Phone(each.key).matches(phone(change)))
                        .max(Found.AGE)));
    }

    private static Phone phone(TicketChange change) {
        return Phone.of(change.text(TicketField.PHONE));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private boolean tag(TicketChange change, Optional<Found> found) {
        found.ifPresent(one -> tags.put(change, one.tag));
        return found.isPresent();
    }

    private static List<String> keys(List<TicketChange> open, Function<TicketChange, String> key) {
        var keys = new LinkedHashSet<String>();
        open.forEach(change -> keys.add(key.apply(change)));
        keys.remove("");
        return List.copyOf(keys);
    }

    private Collection<Found> find(List<String> keys, String sql, Function<String, ?> bound) {
        return Transaction.inParts(
                keys,
                some -> transaction
                        .later(NEWEST.formatted(sql, transaction.dialect().forReferenceOf("c")), cmId)
                        .bindList("keys", some.stream().map(bound).toList())
                        .ask(CustomerTags::found)
                        .get());
    }

    private static Found found(ResultSet row) throws SQLException {
        var known = new EnumMap<TicketField, String>(TicketField.class);
        known.put(TicketField.CUSTOMER_NAME, row.getString("name"));
        known.put(TicketField.CUSTOMER_CODE, row.getString("customer_code"));
        known.put(TicketField.PHONE, row.getString("phone"));
        known.put(TicketField.EMAIL, row.getString("email"));
        known.put(TicketField.ADDRESS, row.getString("address"));
        known.values().removeIf(String::isEmpty);
        return new Found(
                row.getString("found_by"),
                row.getLong("created_at"),
                new Tag(new TaggedCustomer(row.getLong("id"), row.getLong("contact_id")), known));
    }
}
