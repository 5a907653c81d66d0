package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the existing customers of many changes without ids, by code, e-mail and phone, in few statements: the same as
 * {@link CustomerMatch#byReach} finds for one.
 */
final class CustomerTargets {
    private static final String EXISTING =
            "SELECT id FROM customer WHERE cm_id = :cmId AND id IN (<keys>) AND deleted_at = 0";

    private final Map<String, Long> holders;
    private final Map<String, List<Found>> byEmail;
    private final Map<String, List<Found>> byTail;
    private final Set<Long> existing;

    private CustomerTargets(Transaction transaction, long cmId, List<CustomerChange> changes) {
        var codes = keys(changes, change -> change.text(ProfileField.CUSTOMER_CODE));
        var emails = keys(changes, CustomerTargets::email);
        var tails = keys(changes, change -> phone(change).tail());
        holders = CustomerTable.idsByCode(transaction, cmId, codes);
        // Two concurrent requests that add the same person must see each other.
        var words = new HashSet<>(emails);
        words.addAll(tails);
        transaction.dialect().lockWords(transaction, cmId, words);
        byEmail = find(transaction, cmId, CustomerMatch.BY_EMAILS, emails, Found::by);
        byTail = find(transaction, cmId, CustomerMatch.BY_PHONES, tails, found -> new Phone(found.by).tail());
        var ids = new HashSet<Long>();
        byEmail.values().forEach(some -> some.forEach(found -> ids.add(found.customerId)));
        byTail.values().forEach(some -> some.forEach(found -> ids.add(found.customerId)));
        existing = Set.copyOf(Transaction.inParts(
                ids,
                some -> transaction
                        .later(EXISTING)
                        .bind("cmId", cmId)
                        .bindList("keys", some)
                        .ask(row -> row.getLong(1))
                        .get()));
    }

    /** A contact with an e-mail or a phone. */
    private record Found(long customerId, String by) {}

    /**
     * The customer of each change, or none for a new one; empty if not every change has one of its own, or if one of them
     * would be refused.
     */
    static Optional<List<Optional<Long>>> find(Transaction transaction, long cmId, List<CustomerChange> changes) {
        var targets = new CustomerTargets(transaction, cmId, changes);
        var found = new ArrayList<Optional<Long>>();
        var taken = new HashSet<Long>();
        for (var change : changes) {
            var ids = targets.of(change);
            if (ids.size() > 1 || !ids.stream().allMatch(taken::add)) {
                return Optional.empty();
            }
            found.add(ids.stream().findFirst());
        }
        return changes.stream().allMatch(CustomerChange::update) ? Optional.of(found) : Optional.empty();
    }

    private Set<Long> of(CustomerChange change) {
        var holder = holders.get(change.text(ProfileField.CUSTOMER_CODE));
        if (holder != null) {
            return Set.of(holder);
        }
        var ids = new HashSet<Long>();
        byEmail.getOrDefault(email(change), List.of()).forEach(found -> ids.add(found.customerId));
        var phone = phone(change);
        byTail.getOrDefault(phone.tail(), List.of()).stream()
                .filter(found -> new Phone(found.by).matches(phone))
                .forEach(found -> ids.add(found.customerId));
        ids.retainAll(existing);
        return ids;
    }

    private static String email(CustomerChange change) {
        return TextKey.of(change.text(ProfileField.EMAIL));
    }

    private static Phone phone(CustomerChange change) {
        return Phone.of(change.text(ProfileField.PHONE));
    }

    private static Set<String> keys(List<CustomerChange> changes, Function<CustomerChange, String> key) {
        return changes.stream().map(key).filter(some -> !some.isEmpty()).collect(Collectors.toSet());
    }

    private static Map<String, List<Found>> find(
            Transaction transaction, long cmId, String sql, Collection<String> keys, Function<Found, String> key) {
        return Transaction.inParts(
                        keys,
                        some -> transaction
                                .later(sql)
                                .bind("cmId", cmId)
                                .bindList("keys", some)
                                .ask(row -> new Found(row.getLong(1), row.getString(2)))
                                .get())
                .stream()
                .collect(Collectors.groupingBy(key, HashMap::new, Collectors.toList()));
    }
}
