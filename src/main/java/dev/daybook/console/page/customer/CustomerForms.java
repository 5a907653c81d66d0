package dev.daybook.console.page.customer;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.page.TypedText;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.customer.CustomerTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Forms that add and change customers. They write as Add and Update Customer of the API do. */
public final class CustomerForms {
    /** The fields by which a customer is found. */
    private static final Set<ProfileField> KEYS =
            Set.of(ProfileField.CUSTOMER_CODE, ProfileField.PHONE, ProfileField.EMAIL);

    private final Database database;
    private final CustomerStore customers;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public CustomerForms(Database database, CustomerStore customers, Clock clock) {
        this.database = database;
        this.customers = customers;
        this.clock = clock;
    }

    private Customer customer(Visit visit, long id) {
        return database.read(transaction -> CustomerParts.find(transaction, visit.cmId(), id))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"))
                .customer();
    }

    /** GET customers/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("customer-form.jte", CustomerForm.BLANK);
    }

    /** GET customers/{id}/edit. */
    public PageAnswer edit(Visit visit) {
        var customer = customer(visit, visit.number("id"));
        // The form shows phones and e-mails, so it is audited as the page of the customer is.
        visit.audited(database, AuditAction.LOOK_AT_CUSTOMER, customer.id());
        return PageAnswer.page("customer-form.jte", CustomerForm.of(customer));
    }

    /**
     * POST customers/new. Locks the phone and the e-mail before it looks for other customers with them. So if two
     * people add the same customer at the same time, the second person is shown the customer of the first.
     */
    public PageAnswer add(Visit visit) {
        try {
            var texts = texts(visit);
            texts.replaceAll((field, typed) -> TypedKey.read(visit, field, typed));
            texts.values().removeIf(String::isEmpty);
            var change = CustomerChange.ofTexts(0, false, texts);
            var id = database.write("console: add a customer", transaction -> {
                if (!Once.isFirstToAdd(transaction, visit)) {
                    return 0L;
                }
                customers.lockReach(transaction, visit.cmId(), List.of(change));
                requireSeen(transaction, visit, Optional.empty());
                var saved = customers.save(transaction, visit.account(), change, clock.instant());
                visit.audited(transaction, AuditAction.ADD_CUSTOMER, saved.id());
                return saved.id();
            });
            return PageAnswer.redirect(
                    id == 0 ? visit.url("customers", "saved") : visit.url("customers/" + id, "customer.added"));
        } catch (ProblemException refused) {
            requireShown(refused);
            return refused(visit, Optional.empty(), refused);
        }
    }

    /**
     * Refuses a form that gives a customer a phone or an e-mail of other customers, unless the page has shown these
     * customers.
     *
     * @param stored the customer, empty for a new one
     */
    private void requireSeen(Transaction transaction, Visit visit, Optional<Customer> stored) {
        if (!SharedReach.find(transaction, customers, visit, stored).isSeen(visit)) {
            // Throw to roll back, so that the refused form does not count as sent.
            throw Problem.CONFLICT.because(visit.t("error.shared"));
        }
    }

    /** The texts of the fields that the form has. */
    private static Map<ProfileField, String> texts(Visit visit) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field : ProfileField.values()) {
            var name = CustomerForm.name(field);
            if (visit.has(name)) {
                texts.put(field, visit.text(name, field));
            }
        }
        return texts;
    }

    /**
     * POST customers/{id}/edit. Locks the customer before its values are compared with those that the form showed, so
     * that the second of two concurrent saves is refused.
     */
    public PageAnswer change(Visit visit) {
        var id = visit.number("id");
        try {
            database.run("console: change a customer", transaction -> {
                // Claim the form before the customer is locked. The claim locks the account, and all writes lock the
                // account first.
                if (!Once.isFirst(transaction, visit)) {
                    return;
                }
                var before = CustomerTable.ROWS.lock(transaction, visit.cmId(), List.of(id)).stream()
                        .findFirst()
                        .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"));
                if (!visit.form("was").equals(CustomerForm.was(before))) {
                    throw Problem.CONFLICT.because(visit.t("error.changed.meanwhile"));
                }
                var change = change(visit, before);
                if (!change.isEmpty()) {
                    requireSeen(transaction, visit, Optional.of(before));
                    customers.save(transaction, visit.account(), change, clock.instant());
                    visit.audited(transaction, AuditAction.CHANGE_CUSTOMER, id);
                }
            });
            return PageAnswer.redirect(visit.url("customers/" + id, "saved"));
        } catch (ProblemException refused) {
            // Rethrow a problem such as an unreachable database now: otherwise, the read below would fail, too, and its
            // exception would hide this one.
            requireShown(refused);
            var customer = customer(visit, id);
            // The refused form may show stored values, so it is audited as the form of edit() is.
            visit.audited(database, AuditAction.LOOK_AT_CUSTOMER, id);
            return refused(visit, Optional.of(customer), named(visit, customer, refused));
        }
    }

    /** The change of the edited fields. Unchanged fields are left out. */
    private static CustomerChange change(Visit visit, Customer before) {
        var texts = texts(visit);
        texts.replaceAll((field, typed) -> CustomerForm.kept(field, before.text(field), typed));
        texts.entrySet().removeIf(typed -> typed.getValue().equals(before.text(typed.getKey())));
        texts.replaceAll((field, typed) -> TypedKey.read(visit, field, typed));
        // The domain ignores a code, phone or e-mail such as "na". But a person who types "na" wants to remove the
        // stored value.
        texts.replaceAll((field, typed) -> KEYS.contains(field) ? CustomerChange.unlessMissing(typed) : typed);
        texts.entrySet().removeIf(typed -> typed.getValue().equals(before.text(typed.getKey())));
        if (texts.getOrDefault(ProfileField.NAME, "x").isEmpty()) {
            throw Problem.INVALID_VALUE.because(visit.t("error.name"));
        }
        var contacts = new ArrayList<ContactChange>();
        before.contacts()
                .forEach(contact ->
                        contactChange(visit, contact.id(), contact.texts()).ifPresent(contacts::add));
        if (Contact.keepsReach(before.texts(), texts, ProfileField.PHONE, ProfileField.EMAIL)
                || contacts.stream().anyMatch(contact -> contact.isPartlyIgnored(before.contacts()))) {
            throw Problem.INVALID_VALUE.because(visit.t("error.reach"));
        }
        contactChange(visit, 0, Map.of()).ifPresent(contacts::add);
        return CustomerChange.ofTexts(before.id(), false, texts).with(contacts).reaching(before);
    }

    private static Optional<ContactChange> contactChange(Visit visit, long id, Map<ContactField, String> before) {
        var texts = CustomerForm.typed(visit, id);
        texts.forEach((field, text) -> {
            if (text.length() > field.maxLength()) {
                throw Problem.INVALID_VALUE.because(
                        visit.t("error.too.long", visit.t("contact." + field.name()), field.maxLength()));
            }
        });
        texts.replaceAll((field, text) -> TypedText.line(before.getOrDefault(field, ""), text));
        texts.replaceAll((field, text) ->
                text.equals(before.getOrDefault(field, "")) ? text : TypedKey.read(visit, field, text));
        texts.entrySet()
                .removeIf(typed -> !visit.has(CustomerForm.name(id, typed.getKey()))
                        || typed.getValue().equals(before.getOrDefault(typed.getKey(), "")));
        return texts.isEmpty() ? Optional.empty() : Optional.of(new ContactChange(id, false, texts).renaming(before));
    }

    /**
     * The refusal that the page shows. If a contact without phone and e-mail is refused, the domain gives the contact's
     * position in the change; the page shows its typed name instead. All other refusals stay as they are.
     */
    private static ProblemException named(Visit visit, Customer before, ProblemException refused) {
        if (refused.reason().filter(Reason.CONTACT_UNREACHABLE::equals).isEmpty()) {
            return refused;
        }
        return change(visit, before).contacts().stream()
                .skip((Integer) refused.values().get(0))
                .findFirst()
                .map(contact -> {
                    var name = visit.form(CustomerForm.name(contact.contactId(), ContactField.PERSON));
                    var other = visit.t(contact.contactId() == 0 ? "contact.add" : "contact.other");
                    return Problem.INVALID_VALUE.because(visit.t("error.contact", name.isEmpty() ? other : name));
                })
                .orElse(refused);
    }

    private PageAnswer refused(Visit visit, Optional<Customer> stored, ProblemException refused) {
        // A CONFLICT without a reason of the domain says that the person may save again. Show the customers with the
        // same phone or e-mail: the next save succeeds only if the page has shown them.
        var shared = refused.problem() == Problem.CONFLICT && refused.reason().isEmpty()
                ? database.read(transaction -> SharedReach.find(transaction, customers, visit, stored))
                : SharedReach.NONE;
        return PageAnswer.refused("customer-form.jte", CustomerForm.refused(visit, stored, shared, visit.t(refused)));
    }

    /** Rethrows any problem that the form cannot show. */
    private static void requireShown(ProblemException refused) {
        refused.throwUnless(
                Problem.CUSTOMER_INCOMPLETE, Problem.CONFLICT, Problem.INVALID_VALUE, Problem.REFERENCE_UNKNOWN);
    }
}
