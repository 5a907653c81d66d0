package dev.daybook.domain.customer;

import dev.daybook.domain.account.AccountList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The filter of Pull Customer. All given criteria must match. Empty texts, empty lists and 0 mean "any".
 *
 * @param name a part of the name, ignoring case
 * @param phone a phone of any contact
 * @param email an e-mail of any contact, ignoring case
 * @param customerCode the customer code, compared exactly
 * @param designation a contact's designation, ignoring case
 * @param zoneIds one of these zones
 * @param assignedToIds one of these employees
 * @param sourceIds the id of a source, by list of sources
 * @param attributes the value of an attribute, by attribute number (1 to 15)
 */
public record CustomerFilter(
        String name,
        String phone,
        String email,
        long customerId,
        String customerCode,
        String designation,
        Kind kind,
        List<Long> zoneIds,
        List<Long> assignedToIds,
        Map<AccountList, Long> sourceIds,
        Map<Integer, String> attributes) {
    public CustomerFilter {
        zoneIds = List.copyOf(zoneIds);
        assignedToIds = List.copyOf(assignedToIds);
        sourceIds = Map.copyOf(sourceIds);
        attributes = Map.copyOf(attributes);
    }

    /** The kind of customer that a pull filters by. The first of the vendor's three flags that is true decides. */
    public enum Kind {
        /** No flag is given: every customer. */
        ANY,
        ORGANISATION,
        INDIVIDUAL,
        CHANNEL_PARTNER
    }

    /** Whether this filter uses a phone, an e-mail, or a value that looks like one. Masking hides such values. */
    public boolean asksForHidden() {
        return !phone.isEmpty()
                || !email.isEmpty()
                || FreeText.isHidden(designation)
                || attributes.values().stream().anyMatch(FreeText::isHidden);
    }

    /** This filter, with its empty criteria filled from another one. */
    public CustomerFilter filledFrom(CustomerFilter saved) {
        return new CustomerFilter(
                name.isEmpty() ? saved.name : name,
                phone.isEmpty() ? saved.phone : phone,
                email.isEmpty() ? saved.email : email,
                customerId == 0 ? saved.customerId : customerId,
                customerCode.isEmpty() ? saved.customerCode : customerCode,
                designation.isEmpty() ? saved.designation : designation,
                kind == Kind.ANY ? saved.kind : kind,
                zoneIds.isEmpty() ? saved.zoneIds : zoneIds,
                assignedToIds.isEmpty() ? saved.assignedToIds : assignedToIds,
                merged(saved.sourceIds, sourceIds),
                merged(saved.attributes, attributes));
    }

    private static <K, V> Map<K, V> merged(Map<K, V> saved, Map<K, V> given) {
        var all = new HashMap<>(saved);
        all.putAll(given);
        return all;
    }
}
