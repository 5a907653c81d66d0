package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerMatch;
import dev.daybook.store.record.PhoneMatch;
import dev.daybook.store.record.RecordWrite;
import dev.daybook.store.statement.RoundTrip;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the customers to tag tickets with, the newest if several match. Makes these look-ups in order, each with a few
 * queries for all tickets whose customer was not found before:
 *
 * <ol>
 *   <li>by the customer id of the change, as an id and then as a code;
 *   <li>by the customer code of the change;
 *   <li>by the code that a ticket without a customer has already;
 *   <li>the ticket's own customer, if the ticket or this customer has the e-mail or the phone of the change already;
 *   <li>by the e-mail, then by the phone.
 * </ol>
 *
 * <p>A ticket whose own customer was deleted keeps this customer in two cases: look-up 4 would find the customer if it
 * were not deleted, or the ticket or this customer has the customer code of the change already.
 *
 * <p>Look-ups 3 to 5 need the right to find customers by phone or e-mail. They are skipped if the change gives an
 * unknown id for a ticket that has a customer.
 */
final class CustomerTags {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * The newest customer of each key. Locks the customer, so that it cannot be erased before the transaction ends.
     * After the lock PostgreSQL reads the row again, and leaves out a customer that has been erased since. A CROSS JOIN
     * makes SQLite keep the order of the tables.
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

    private static final String REACH_OF = """
            SELECT customer_id, email_key, phone_digits, additional_digits FROM contact
            WHERE cm_id = :cmId AND customer_id IN (<keys>)""";

    private static final String CODE_OF_DELETED = """
            SELECT id AS customer_id, customer_code FROM customer
            WHERE cm_id = :cmId AND id IN (<keys>) AND deleted_at <> 0""";

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
     * @param texts the texts that the ticket copies from it
     * @param byId whether it was found by the value that the change gives as customer id; some callers send the
     *     customer code there
     */
    record Tag(TaggedCustomer customer, Map<TicketField, String> texts, boolean byId) {
        private Tag foundById() {
            return new Tag(customer, texts, true);
        }
    }

    /**
     * A change whose customer is looked for.
     *
     * @param own the id of the customer that the existing ticket has before the change; empty if none
     * @param given the customer code of the change; empty if none, or if it is a word such as N/A
     * @param code the customer code of the existing ticket, if the ticket has no customer, and the change has an e-mail
     *     or a phone but no customer code; otherwise empty
     * @param reach the e-mail and the phone that the change gives
     * @param repeats whether the ticket has this e-mail or this phone already
     * @param hasCode whether the ticket has the customer code of the change already
     */
    private record Wanted(
            TicketChange change, String own, String given, String code, Reach reach, boolean repeats, boolean hasCode) {
        static Wanted of(RecordWrite.Item<NumberedChange, Ticket> item) {
            var change = item.change().change();
            var own = item.before()
                    .map(ticket -> ticket.customer().customerId())
                    .filter(id -> id != 0)
                    .map(String::valueOf)
                    .orElse("");
            var given = CustomerChange.unlessMissing(change.text(TicketField.CUSTOMER_CODE));
            var existing = item.before()
                    .map(ticket -> ticket.text(TicketField.CUSTOMER_CODE))
                    .orElse("");
            var code = own.isEmpty() && given.isEmpty() ? existing : "";
            var reach = Reach.of(change::text);
            var repeats = item.before()
                    .filter(ticket -> Reach.of(ticket::text).answersTo(reach))
                    .isPresent();
            var hasCode = !given.isEmpty() && given.equals(existing);
            return new Wanted(change, own, given, reach.isEmpty() ? "" : code, reach, repeats, hasCode);
        }

        /** Whether the change says anything about its customer. */
        boolean isAsking() {
            return !change.customerId().isEmpty() || !given.isEmpty() || !reach.isEmpty();
        }

        String tail() {
            return reach.phone().tail();
        }
    }

    /** A customer found by one of the keys. */
    private record Found(String key, long createdAt, Tag tag) {
        static final Comparator<Found> AGE =
                Comparator.comparingLong(Found::createdAt).thenComparingLong(found -> found.tag.customer.customerId());
    }

    /** The customer of a change, after {@link #lookUp}. */
    Optional<Tag> of(TicketChange change) {
        return Optional.ofNullable(tags.get(change));
    }

    /**
     * Looks up the customers of these changes. Customers that are found cannot be erased before the transaction ends.
     */
    void lookUp(List<RecordWrite.Item<NumberedChange, Ticket>> items) {
        var open = items.stream()
                .map(Wanted::of)
                .filter(Wanted::isAsking)
                .collect(Collectors.toCollection(ArrayList::new));
        if (open.isEmpty()) {
            return;
        }
        take(open, wanted -> id(wanted.change.customerId()), BY_ID, Long::valueOf);
        // Some callers send the code of a customer as its id.
        take(open, wanted -> CustomerChange.unlessMissing(wanted.change.customerId()), BY_CODE, Function.identity());
        tags.replaceAll((change, tag) -> tag.foundById());
        take(open, wanted -> wanted.given, BY_CODE, Function.identity());
        if (rights.findsByReach()) {
            open.removeIf(wanted ->
                    !wanted.own.isEmpty() && !wanted.change.customerId().isEmpty());
            take(open, wanted -> CustomerChange.unlessMissing(wanted.code), BY_CODE, Function.identity());
            takeOwn(open);
            var alone = items.size() == 1;
            var byEmails = CustomerMatch.BY_EMAILS;
            var sql = alone ? CustomerMatch.bounded(transaction.dialect(), byEmails) : byEmails;
            take(open, wanted -> wanted.reach.email(), sql, Function.identity());
            takeByPhone(open, alone);
        }
    }

    private static String id(String text) {
        return NUMBER.matcher(text).matches() ? Long.toString(Long.parseLong(text)) : "";
    }

    /** Finds customers by a key of the changes in {@code open}. Removes from it the changes whose customer is found. */
    private void take(List<Wanted> open, Function<Wanted, String> key, String sql, Function<String, ?> bound) {
        var found = new HashMap<String, Found>();
        find(keys(open, key), sql, bound).forEach(each -> found.put(each.key, each));
        open.removeIf(wanted -> tag(wanted, Optional.ofNullable(found.get(key.apply(wanted)))));
    }

    /**
     * Keeps a ticket's own customer if the customer or the ticket has the e-mail or the phone of the change, even if
     * other customers have them too. Keeps a deleted customer also if this customer or the ticket has the code of the
     * change.
     */
    private void takeOwn(List<Wanted> open) {
        var reaches = ofOwn(open, wanted -> !wanted.repeats, REACH_OF, Reach::of);
        Predicate<Wanted> isStill = wanted -> wanted.repeats
                || reaches.getOrDefault(wanted.own, List.of()).stream().anyMatch(own -> own.answersTo(wanted.reach));
        take(open, wanted -> isStill.test(wanted) ? wanted.own : "", BY_ID, Long::valueOf);
        var codes = ofOwn(open, wanted -> !wanted.given.isEmpty(), CODE_OF_DELETED, row -> row.getString(2));
        Predicate<Wanted> isOfDeleted = wanted -> codes.getOrDefault(wanted.own, List.of()).stream()
                .anyMatch(code -> wanted.hasCode || (!code.isEmpty() && code.equals(wanted.given)));
        // In these two cases the own customer was deleted, and the ticket keeps it: another customer with the e-mail or
        // the phone may be another person.
        open.removeIf(wanted -> !wanted.own.isEmpty() && (isStill.test(wanted) || isOfDeleted.test(wanted)));
    }

    /** Values of tickets' own customers, by id. Only for changes with e-mail or phone that {@code asking} accepts. */
    private <T> Map<String, List<T>> ofOwn(
            List<Wanted> open, Predicate<Wanted> asking, String sql, RoundTrip.Row<T> value) {
        var own = keys(open, wanted -> wanted.reach.isEmpty() || !asking.test(wanted) ? "" : wanted.own);
        return Transaction.inParts(
                        own,
                        some -> transaction
                                .later(sql, cmId)
                                .bindList(
                                        "keys", some.stream().map(Long::valueOf).toList())
                                .ask(row -> Map.entry(Long.toString(row.getLong("customer_id")), value.read(row)))
                                .get())
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private void takeByPhone(List<Wanted> open, boolean alone) {
        var byTail = new HashMap<String, List<Found>>();
        (alone ? withPhoneOf(open) : find(keys(open, Wanted::tail), CustomerMatch.BY_PHONES, Function.identity()))
                .forEach(each -> byTail.computeIfAbsent(new Phone(each.key).tail(), tail -> new ArrayList<>())
                        .add(each));
        open.removeIf(wanted -> tag(
                wanted,
                byTail.getOrDefault(wanted.tail(), List.of()).stream()
                        .filter(each -> new Phone(each.key).matches(wanted.reach.phone()))
                        .max(Found.AGE)));
    }

    /**
     * The newest customers with the phone of the only change: one for each stored sequence of digits that matches it,
     * such as with and without a country code. Empty if the change has no phone.
     */
    private Collection<Found> withPhoneOf(List<Wanted> only) {
        return only.stream()
                .map(wanted -> wanted.reach.phone())
                .filter(phone -> !phone.isEmpty())
                .flatMap(phone -> newest(CustomerMatch.bounded(transaction.dialect(), CustomerMatch.BY_PHONE))
                        .bindAll(PhoneMatch.values(phone, true))
                        .ask(CustomerTags::found)
                        .get()
                        .stream())
                .toList();
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private boolean tag(Wanted wanted, Optional<Found> found) {
        found.ifPresent(one -> tags.put(wanted.change, one.tag));
        return found.isPresent();
    }

    private static List<String> keys(List<Wanted> open, Function<Wanted, String> key) {
        var keys = new LinkedHashSet<String>();
        open.forEach(wanted -> keys.add(key.apply(wanted)));
        keys.remove("");
        return List.copyOf(keys);
    }

    private Collection<Found> find(List<String> keys, String sql, Function<String, ?> bound) {
        return Transaction.inParts(
                keys,
                some -> newest(sql)
                        .bindList("keys", some.stream().map(bound).toList())
                        .ask(CustomerTags::found)
                        .get());
    }

    private RoundTrip.Statement newest(String found) {
        return transaction.later(NEWEST.formatted(found, transaction.dialect().forReferenceOf("c")), cmId);
    }

    private static Found found(ResultSet row) throws SQLException {
        var texts = new EnumMap<TicketField, String>(TicketField.class);
        texts.put(TicketField.CUSTOMER_NAME, row.getString("name"));
        // Earlier builds stored words such as N/A as codes.
        texts.put(TicketField.CUSTOMER_CODE, CustomerChange.unlessMissing(row.getString("customer_code")));
        texts.put(TicketField.PHONE, row.getString("phone"));
        texts.put(TicketField.EMAIL, row.getString("email"));
        texts.put(TicketField.ADDRESS, row.getString("address"));
        texts.values().removeIf(String::isEmpty);
        return new Found(
                row.getString("found_by"),
                row.getLong("created_at"),
                new Tag(new TaggedCustomer(row.getLong("id"), row.getLong("contact_id")), texts, false));
    }
}
