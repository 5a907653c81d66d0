package dev.daybook.domain.account;

import dev.daybook.domain.AssociateFieldLimits;
import java.util.HashMap;
import java.util.Map;

/**
 * Details that a change gives a customer or an order besides its texts.
 *
 * @param listed the given zone and sources; each is a name, which may be new, or the id of an entry of the account
 *     list; 0 counts as not given, because answers and pulled files have 0 for a missing zone or source
 * @param assignee the employee to assign the record to; nobody if not given
 * @param attributes the given attributes by number (1 to 15)
 * @param associates the given associate fields: name to JSON text
 */
public record RecordDetails(
        Map<AccountList, String> listed,
        EmployeeName assignee,
        Map<Integer, String> attributes,
        Map<String, String> associates) {
    public static final RecordDetails NONE = new RecordDetails(Map.of(), EmployeeName.NOBODY, Map.of(), Map.of());

    public RecordDetails {
        var given = new HashMap<>(listed);
        given.values().removeIf("0"::equals);
        listed = Map.copyOf(given);
        attributes = Map.copyOf(attributes);
        associates = Map.copyOf(associates);
        AssociateFieldLimits.check(associates);
    }

    /** Only a zone and sources. */
    public static RecordDetails ofLists(Map<AccountList, String> listed) {
        return new RecordDetails(listed, EmployeeName.NOBODY, Map.of(), Map.of());
    }
}
