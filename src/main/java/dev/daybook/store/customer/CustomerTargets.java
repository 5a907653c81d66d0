package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PhoneMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the existing customers to which changes without an id refer, by code, e-mail and phone. The search by e-mail
 * and phone needs one round trip, for one change or for thousands.
 */
final class CustomerTargets {
    private final Map<String, List<Found>> byEmail;
    private final Map<String, List<Found>> byTail;

    private CustomerTargets(Map<String, List<Found>> byEmail, Map<String, List<Found>> byTail) {
        this.byEmail = byEmail;
        this.byTail = byTail;
    }

    /**
     * Looks for the customers with the e-mails and phones of changes. A write must {@link #lock} the e-mails and phones
     * first. For a single change, may find {@link CustomerMatch#bounded only some} of very many customers: a change
     * that matches several customers is refused anyway.
     */
    static CustomerTargets read(Transaction transaction, long cmId, List<CustomerChange> changes) {
        var emails = keys(changes, CustomerTargets::email);
        var one = changes.size() == 1;
        var byEmails = CustomerMatch.BY_EMAILS;
        var withEmail =
                ask(transaction, cmId, one ? CustomerMatch.bounded(transaction.dialect(), byEmails) : byEmails, emails);
        var withPhone = one
                ? withPhone(transaction, cmId, phone(changes.get(0)))
                : ask(
                        transaction,
                        cmId,
                        CustomerMatch.BY_PHONES,
                        keys(changes, change -> phone(change).tail()));
        return new CustomerTargets(
                grouped(withEmail, Found::by), grouped(withPhone, found -> new Phone(found.by).tail()));
    }

    private static List<Supplier<List<Found>>> withPhone(Transaction transaction, long cmId, Phone phone) {
        var found = CustomerMatch.bounded(transaction.dialect(), CustomerMatch.BY_PHONE);
        return phone.isEmpty()
                ? List.of()
                : List.of(transaction
                        .later(CustomerMatch.existing(found), cmId)
                        .bindAll(PhoneMatch.values(phone))
                        .ask(row -> new Found(row.getLong(1), row.getString(2))));
    }

    /**
     * Locks the e-mails and phones of changes. If two concurrent requests add the same person, the later one then finds
     * the customer of the earlier one.
     */
    static void lock(Transaction transaction, long cmId, List<CustomerChange> changes) {
        var words = keys(changes, CustomerTargets::email);
        words.addAll(keys(changes, change -> phone(change).tail()));
        transaction.dialect().lockWords(transaction, cmId, words);
    }

    /** A customer, and the e-mail or the phone of its contact by which the customer was found. */
    private record Found(long customerId, String by) {}

    /**
     * Finds the existing customer of each change, by code or else by e-mail and phone. A change that adds a new
     * customer has none. The outer Optional is empty if the customers cannot be written together: a change matches
     * several customers, two changes match the same customer, or a change adds a customer in any case ({@code update}
     * is false).
     */
    static Optional<List<Optional<CustomerTarget>>> find(
            Transaction transaction, long cmId, List<CustomerChange> changes) {
        lock(transaction, cmId, changes);
        var existing = existing(transaction, cmId, changes);
        var taken = new HashSet<Long>();
        for (var targets : existing) {
            if (targets.size() > 1 || !targets.stream().allMatch(target -> taken.add(target.id()))) {
                return Optional.empty();
            }
        }
        return changes.stream().allMatch(CustomerChange::update)
                ? Optional.of(
                        existing.stream().map(one -> one.stream().findFirst()).toList())
                : Optional.empty();
    }

    /**
     * Locks and returns the customers that {@link #find} has found for changes, as {@link MeantCustomer#lock} does for
     * one.
     */
    static List<Optional<Customer>> lockFound(
            Transaction transaction, long cmId, List<CustomerChange> changes, List<Optional<CustomerTarget>> found) {
        var ids =
                found.stream().flatMap(Optional::stream).map(CustomerTarget::id).toList();
        var locked = CustomerTable.ROWS.lock(transaction, cmId, ids).stream()
                .collect(Collectors.toMap(Customer::id, Function.identity()));
        if (locked.size() < ids.size()
                || (!areStill(locked, changes, found)
                        && !find(transaction, cmId, changes).equals(Optional.of(found)))) {
            throw transaction.lostRace();
        }
        return found.stream()
                .map(one -> one.map(target -> locked.get(target.id())))
                .toList();
    }

    private static boolean areStill(
            Map<Long, Customer> locked, List<CustomerChange> changes, List<Optional<CustomerTarget>> found) {
        return IntStream.range(0, changes.size())
                .allMatch(place -> found.get(place)
                        .map(one -> Optional.ofNullable(locked.get(one.id()))
                                .filter(customer -> one.isStill(customer, changes.get(place)))
                                .isPresent())
                        .orElse(true));
    }

    /** Like {@link CustomerStore#existing}, but also returns the kind of key that found each customer. */
    static List<List<CustomerTarget>> existing(Transaction transaction, long cmId, List<CustomerChange> changes) {
        var holders = CustomerTable.idsByCode(transaction, cmId, keys(changes, CustomerTargets::code));
        var targets = read(transaction, cmId, changes);
        return changes.stream()
                .map(change -> Optional.ofNullable(holders.get(code(change)))
                        .map(id -> List.of(new CustomerTarget(id, CustomerTarget.Key.CODE)))
                        .orElseGet(() -> targets.of(change).stream()
                                .map(id -> new CustomerTarget(id, CustomerTarget.Key.REACH))
                                .toList()))
                .toList();
    }

    /** The ids of the existing customers with the e-mail or the phone of a change. */
    SortedSet<Long> of(CustomerChange change) {
        var phone = phone(change);
        return Stream.concat(
                        byEmail.getOrDefault(email(change), List.of()).stream(),
                        byTail.getOrDefault(phone.tail(), List.of()).stream()
                                .filter(found -> new Phone(found.by).matches(phone)))
                .map(Found::customerId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code(CustomerChange change) {
        return change.text(ProfileField.CUSTOMER_CODE);
    }

    private static String email(CustomerChange change) {
        return TextKey.ofEmail(change.text(ProfileField.EMAIL));
    }

    private static Phone phone(CustomerChange change) {
        return Phone.of(change.text(ProfileField.PHONE));
    }

    private static Set<String> keys(List<CustomerChange> changes, Function<CustomerChange, String> key) {
        return changes.stream().map(key).filter(some -> !some.isEmpty()).collect(Collectors.toCollection(HashSet::new));
    }

    /** Looks, in the next round trip, for contacts that have one of these keys: e-mails or last digits of phones. */
    private static List<Supplier<List<Found>>> ask(Transaction transaction, long cmId, String sql, Set<String> keys) {
        return Transaction.parts(keys).stream()
                .map(some -> transaction
                        .later(CustomerMatch.existing(sql), cmId)
                        .bindList("keys", some)
                        .ask(row -> new Found(row.getLong(1), row.getString(2))))
                .toList();
    }

    private static Map<String, List<Found>> grouped(List<Supplier<List<Found>>> asked, Function<Found, String> key) {
        return asked.stream().flatMap(some -> some.get().stream()).collect(Collectors.groupingBy(key));
    }
}
