package dev.daybook.console.page.customer;

import dev.daybook.console.frame.Secrets;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.page.TypedText;
import dev.daybook.domain.TextField;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.customer.CustomerTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Other customers who have a phone or an e-mail that a form gives to a customer. The form asks before it stores the
 * phone or e-mail a second time, because the API refuses a write that finds several customers by its phone or e-mail.
 *
 * @param customers the first of these customers
 * @param cut whether there are more customers
 * @param seen a digest of the phones and e-mails that these customers share with the form; empty if there are none. The
 *     page that shows the customers sends the digest back
 */
public record SharedReach(List<Customer> customers, boolean cut, String seen) {
    /** No other customer has the phone or the e-mail. */
    static final SharedReach NONE = new SharedReach(List.of(), false, "");

    private static final int SHOWN = 10;

    /**
     * Looks for customers with the typed phones and e-mails, as Update Customer of the API does. Leaves out the phones
     * and e-mails that the person did not edit, and those that the customer itself has already.
     *
     * @param stored the customer that the form changes, empty for a new one
     */
    static SharedReach find(Transaction transaction, CustomerStore customers, Visit visit, Optional<Customer> stored) {
        var own = stored.map(Customer::id).orElse(0L);
        var ids = new TreeSet<Long>();
        var shared = new ArrayList<String>();
        for (var reach : typed(visit, stored)) {
            // The search ignores the id of the change.
            var change = CustomerChange.ofTexts(CustomerChange.OF_CODE, true, reach);
            var found = customers
                    .existing(transaction, visit.cmId(), List.of(change))
                    .get(0);
            if (!found.isEmpty() && !found.contains(own)) {
                ids.addAll(found);
                shared.add(reach.toString());
            }
        }
        if (ids.isEmpty()) {
            return NONE;
        }
        var first = ids.stream().limit(SHOWN).toList();
        return new SharedReach(
                CustomerTable.ROWS.inOrder(transaction, visit.cmId(), first),
                ids.size() > SHOWN,
                Secrets.text(Secrets.digest(shared.toString())));
    }

    /**
     * Whether no other customers were found, or the form comes from a page that has shown customers with these phones
     * and e-mails. It may not have shown a customer who got one of them later.
     */
    boolean isSeen(Visit visit) {
        return customers.isEmpty() || seen.equals(visit.form("shared"));
    }

    private static Set<Map<ProfileField, String>> typed(Visit visit, Optional<Customer> stored) {
        var typed = new LinkedHashSet<Map<ProfileField, String>>();
        for (var ofContact : List.of(ContactField.PHONE, ContactField.EMAIL)) {
            var field = ProfileField.valueOf(ofContact.name());
            var before = stored.map(customer -> customer.text(field)).orElse("");
            edited(visit, CustomerForm.name(field), field, before).ifPresent(text -> typed.add(Map.of(field, text)));
            for (var contact : stored.map(Customer::contacts).orElse(List.of())) {
                edited(visit, CustomerForm.name(contact.id(), ofContact), ofContact, contact.text(ofContact))
                        .ifPresent(text -> typed.add(Map.of(field, text)));
            }
            edited(visit, CustomerForm.name(0, ofContact), ofContact, "")
                    .ifPresent(text -> typed.add(Map.of(field, text)));
        }
        return typed;
    }

    private static Optional<String> edited(Visit visit, String name, TextField field, String stored) {
        return Optional.of(TypedText.line(stored, visit.form(name)))
                .filter(text -> !text.equals(stored))
                .map(text -> TypedKey.read(visit, field, text))
                .filter(text -> !text.isEmpty() && !text.equals(stored));
    }
}
