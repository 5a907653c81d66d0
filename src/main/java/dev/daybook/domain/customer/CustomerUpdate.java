package dev.daybook.domain.customer;

import dev.daybook.domain.Reason;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * The result of a change of a customer.
 *
 * @param contacts the added or changed contacts, the primary one first; see {@link ContactMerge}
 * @param contactId the id of the first contact that the change adds, names by id or finds, even if the contact stays as
 *     it was; 0 if none
 * @param contactLeft whether a given contact was not added, because the customer has the maximum number of contacts
 */
public record CustomerUpdate(Customer after, List<Contact> contacts, long contactId, boolean contactLeft) {
    public CustomerUpdate {
        contacts = List.copyOf(contacts);
    }

    /**
     * Adds a customer.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if a contact id is not one of the customer's;
     *     INVALID_VALUE if the customer or a contact would not be valid
     */
    public static CustomerUpdate added(long cmId, long id, CustomerChange change, Context context) {
        var blank = Customer.blank(cmId, id, context.now);
        return of(blank, change, change.flags().ofNew(), context);
    }

    /**
     * Changes an existing customer.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if a contact id is not one of the customer's;
     *     INVALID_VALUE if the customer or a contact would not be valid
     */
    public static CustomerUpdate changed(Customer before, CustomerChange change, Context context) {
        return of(before, change, change.flags().applyTo(before.flags()), context);
    }

    /**
     * The values that a change needs in addition to the customer.
     *
     * @param ids supplies ids for new contacts
     * @param entries gives the id of a name in one of the account's lists; adds a new name
     * @param employees gives the id of an employee; adds a new employee
     * @param matches whether contacts are found by phone and e-mail
     */
    public record Context(
            LongSupplier ids,
            ToLongBiFunction<AccountList, String> entries,
            ToLongFunction<EmployeeName> employees,
            Instant now,
            boolean matches) {}

    private static CustomerUpdate of(Customer before, CustomerChange change, CustomerFlags flags, Context context) {
        var contacts = ContactMerge.of(before, change, context.ids, context.now, context.matches);
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        texts.putAll(before.texts());
        Contact.putKeepingReach(texts, change.texts(), ProfileField.PHONE, ProfileField.EMAIL);
        var zone = change.details().listed().get(AccountList.ZONE);
        var zoneId = zone == null ? before.zoneId() : context.entries.applyAsLong(AccountList.ZONE, zone);
        var assignedToId = change.details().assignee().isNobody()
                ? before.assignedToId()
                : context.employees.applyAsLong(change.details().assignee());
        var after = new Customer(
                before.cmId(),
                before.id(),
                before.createdAt(),
                context.now,
                flags,
                texts,
                zoneId,
                sources(before, change, context),
                assignedToId,
                enquiries(before, change),
                contacts.after());
        return new CustomerUpdate(after, contacts.written(), contacts.meantId(), contacts.left());
    }

    private static Map<AccountList, Long> sources(Customer before, CustomerChange change, Context context) {
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        sources.putAll(before.sources());
        change.details().listed().forEach((list, name) -> {
            if (list != AccountList.ZONE) {
                sources.put(list, context.entries.applyAsLong(list, name));
            }
        });
        return sources;
    }

    private static int enquiries(Customer before, CustomerChange change) {
        if (change.enquiry().isEmpty() || change.enquiry().get().enquiryId() != 0) {
            return before.enquiries();
        }
        if (before.enquiries() >= Customer.MAX_ENQUIRIES) {
            throw Reason.TOO_MANY_ENQUIRIES.with(Customer.MAX_ENQUIRIES);
        }
        return before.enquiries() + 1;
    }
}
