package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerMatch;
import dev.daybook.store.record.PhoneMatch;
import dev.daybook.store.record.RecordWrite;
import dev.daybook.store.statement.RoundTrip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the customers to tag tickets with, the newest if several match. Makes these look-ups in order, each with a few
 * queries for all tickets whose customer was not found before:
 *
 * <ol>
 *   <li>by the customer id of the change, as an id and then as a code;
 *   <li>by the customer code of the change;
 *   <li>by the code that a ticket without a customer has already, if the change has an e-mail or a phone but no code;
 *   <li>the ticket's own customer, if the ticket or this customer has the e-mail or the phone of the change already;
 *   <li>by the e-mail, then by the phone.
 * </ol>
 *
 * <p>A ticket whose own customer was deleted keeps this customer in two cases: look-up 4 would find the customer if it
 * were not deleted, or the ticket or this customer has the customer code of the change already.
 *
 * <p>Look-ups 3 to 5 need the right to find customers by phone or e-mail. They are skipped if the change gives an
 * unknown id for a ticket that has a customer; a word for a missing id, such as N/A, is not an unknown id.
 */
final class CustomerTags {
    /** An id of a customer. A number with a zero in front is no id, but may be a code. */
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * The newest customer for each {@code found_by}, such as a customer code. Locks the customer, so that it cannot be
     * erased before the transaction ends. After the lock PostgreSQL reads the row again, and leaves out a customer that
     * has been erased since. A CROSS JOIN makes SQLite keep the order of the tables. Subqueries look up the primary
     * contact of each customer: with a join, PostgreSQL could begin with all contacts of the account if the account has
     * grown since the last ANALYZE.
     */
    private static final String NEWEST = """
            SELECT newest.found_by, c.created_at, c.id, c.name, c.customer_code, c.phone, c.email, c.address, %s
            FROM (SELECT k.found_by, c.id,
              row_number() OVER (PARTITION BY k.found_by ORDER BY c.created_at DESC, c.id DESC) AS place
             FROM (%s) k CROSS JOIN customer c
             WHERE c.cm_id = :cmId AND c.id = k.customer_id AND c.deleted_at = 0) newest
            CROSS JOIN customer c
            WHERE newest.place = 1 AND c.cm_id = :cmId AND c.id = newest.id AND c.deleted_at = 0 %s""";

    private static final String OF_CONTACT = """
            (SELECT p.%1$s FROM contact p WHERE p.cm_id = :cmId AND p.customer_id = c.id AND p.is_primary = 1
             ORDER BY p.id LIMIT 1) AS contact_%1$s""";

    /** Columns of the primary contact, NULL if there is none. */
    private static final String CONTACT = Stream.of("id", "country_code", "phone", "email")
            .map(OF_CONTACT::formatted)
            .collect(Collectors.joining(", "));

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
     * @param texts the texts that the ticket copies from it
     * @param byId whether it was found by the value that the change gives as customer id; some callers send the
     *     customer code there
     */
    record Tag(TaggedCustomer customer, Map<TicketField, String> texts, boolean byId) {
        private Tag foundById() {
            return new Tag(customer, texts, true);
        }
    }

    /** The customer that {@link #lookUp} found for a change; empty if it found none. */
    Optional<Tag> of(TicketChange change) {
        return Optional.ofNullable(tags.get(change));
    }

    /** A look-up of customers by one key of each change; {@code found} has the customers with one of these keys. */
    private record LookUp(Function<TagSearch, String> key, Supplier<List<FoundCustomer>> found) {}

    /**
     * Looks up the customers of these changes. Customers that are found cannot be erased before the transaction ends.
     */
    void lookUp(List<RecordWrite.Item<NumberedChange, Ticket>> items) {
        var open = items.stream()
                .map(item -> TagSearch.of(item, rights.findsByReach()))
                .filter(TagSearch::isAsking)
                .collect(Collectors.toCollection(ArrayList::new));
        if (open.isEmpty()) {
            return;
        }
        var byId = lookUp(open, search -> id(search.change().customerId()), BY_ID, Long::valueOf);
        // Some callers send the code of a customer as its id.
        var byIdAsCode = lookUpCode(open, search -> search.change().customerId());
        var byGiven = lookUpCode(open, TagSearch::given);
        var byCode = lookUpCode(open, TagSearch::code);
        var reaches = ofOwn(open, search -> !search.repeats(), REACH_OF, Reach::of);
        var codes = ofOwn(open, search -> !search.given().isEmpty(), CODE_OF_DELETED, row -> row.getString(2));
        take(open, byId);
        take(open, byIdAsCode);
        tags.replaceAll((change, tag) -> tag.foundById());
        take(open, byGiven);
        take(open, byCode);
        takeOwn(open, reaches, codes);
        takeByReach(open, items.size() == 1);
    }

    private static String id(String text) {
        return ID.matcher(text).matches() ? text : "";
    }

    /**
     * Looks for values by a key of the open changes. For one change on PostgreSQL, the query is sent with the next
     * round trip, together with others, even if it turns out that its result is not needed. Otherwise the query runs
     * when its result is used, for the changes that are still open then.
     */
    private <T> Supplier<List<T>> ask(
            List<TagSearch> open, Function<TagSearch, String> key, Function<List<String>, Supplier<List<T>>> query) {
        return open.size() == 1 && transaction.dialect() == Dialect.POSTGRESQL
                ? inParts(keys(open, key), query)
                : () -> inParts(keys(open, key), query).get();
    }

    private static <T> Supplier<List<T>> inParts(List<String> keys, Function<List<String>, Supplier<List<T>>> query) {
        var parts = Transaction.parts(keys).stream().map(query).toList();
        return () -> parts.stream().flatMap(part -> part.get().stream()).toList();
    }

    private LookUp lookUp(
            List<TagSearch> open, Function<TagSearch, String> key, String sql, Function<String, ?> bound) {
        return new LookUp(
                key,
                ask(
                        open,
                        key,
                        some -> newest(sql)
                                .bindList("keys", some.stream().map(bound).toList())
                                .ask(FoundCustomer::of)));
    }

    private LookUp lookUpCode(List<TagSearch> open, Function<TagSearch, String> code) {
        return lookUp(open, code.andThen(CustomerChange::unlessMissing), BY_CODE, Function.identity());
    }

    /** Stores the customer that was found for each open change, and removes these changes from {@code open}. */
    private void take(List<TagSearch> open, LookUp lookUp) {
        var found = new HashMap<String, FoundCustomer>();
        lookUp.found.get().forEach(each -> found.put(each.key(), each));
        open.removeIf(search -> tag(search, Optional.ofNullable(found.get(lookUp.key.apply(search)))));
    }

    /**
     * Decides for each open search whether the ticket stays with its own customer. It stays if the ticket or this
     * customer has the e-mail or the phone of the change, even if other customers have them too. If this customer was
     * deleted, the ticket also stays if the ticket or the customer has the code of the change.
     */
    private void takeOwn(
            List<TagSearch> open,
            Supplier<List<Map.Entry<String, Reach>>> reaches,
            Supplier<List<Map.Entry<String, String>>> codes) {
        var reachesOfOwn = byKey(reaches.get());
        Predicate<TagSearch> isStill = search -> search.repeats()
                || reachesOfOwn.getOrDefault(search.own(), List.of()).stream()
                        .anyMatch(own -> own.answersTo(search.reach()));
        take(open, lookUp(open, search -> isStill.test(search) ? search.own() : "", BY_ID, Long::valueOf));
        var codesOfOwn = byKey(codes.get());
        Predicate<TagSearch> isOfDeleted = search -> codesOfOwn.getOrDefault(search.own(), List.of()).stream()
                .anyMatch(code -> search.hasCode() || (!code.isEmpty() && code.equals(search.given())));
        // In these two cases the own customer was deleted, and the ticket keeps it: another customer with the e-mail or
        // the phone may be another person.
        open.removeIf(search -> !search.own().isEmpty() && (isStill.test(search) || isOfDeleted.test(search)));
    }

    /**
     * The values that {@code sql} finds for the tickets' own customers, each with the id of its customer. Looks them up
     * only for changes that have an e-mail or a phone, and that {@code asking} accepts.
     */
    private <T> Supplier<List<Map.Entry<String, T>>> ofOwn(
            List<TagSearch> open, Predicate<TagSearch> asking, String sql, RoundTrip.Row<T> value) {
        return ask(
                open,
                search -> search.reach().isEmpty() || !asking.test(search) ? "" : search.own(),
                some -> transaction
                        .later(sql, cmId)
                        .bindList("keys", some.stream().map(Long::valueOf).toList())
                        .ask(row -> Map.entry(Long.toString(row.getLong("customer_id")), value.read(row))));
    }

    private static <T> Map<String, List<T>> byKey(List<Map.Entry<String, T>> entries) {
        return entries.stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private void takeByReach(List<TagSearch> open, boolean alone) {
        var dialect = transaction.dialect();
        var emails = CustomerMatch.BY_EMAILS;
        var byEmail = lookUp(
                open,
                search -> search.reach().email(),
                alone ? CustomerMatch.bounded(dialect, emails) : emails,
                Function.identity());
        // The newest customers. For one change: one for each stored sequence of digits that matches the phone, such as
        // with and without a country code. For several: one for each stored sequence with the same last digits.
        var byPhone = alone
                ? ask(
                        open,
                        search -> search.reach().phone().digits(),
                        only -> newest(CustomerMatch.bounded(dialect, CustomerMatch.BY_PHONE))
                                .bindAll(PhoneMatch.values(new Phone(only.get(0))))
                                .ask(FoundCustomer::of))
                : lookUp(open, TagSearch::tail, CustomerMatch.BY_PHONES, Function.identity()).found;
        take(open, byEmail);
        var byTail = new HashMap<String, List<FoundCustomer>>();
        byPhone.get()
                .forEach(each -> byTail.computeIfAbsent(new Phone(each.key()).tail(), tail -> new ArrayList<>())
                        .add(each));
        open.removeIf(search -> tag(
                search,
                byTail.getOrDefault(search.tail(), List.of()).stream()
                        .filter(each ->
                                new Phone(each.key()).matches(search.reach().phone()))
                        .max(FoundCustomer.AGE)));
    }

    private boolean tag(TagSearch search, Optional<FoundCustomer> found) {
        found.ifPresent(one -> tags.put(search.change(), one.tag()));
        return found.isPresent();
    }

    private static List<String> keys(List<TagSearch> open, Function<TagSearch, String> key) {
        var keys = new LinkedHashSet<String>();
        open.forEach(search -> keys.add(key.apply(search)));
        keys.remove("");
        return List.copyOf(keys);
    }

    private RoundTrip.Statement newest(String found) {
        return transaction.later(
                NEWEST.formatted(CONTACT, found, transaction.dialect().forReferenceOf("c")), cmId);
    }
}
