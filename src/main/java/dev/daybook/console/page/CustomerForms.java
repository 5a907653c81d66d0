package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
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
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.customer.CustomerTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Forms that add and change customers. They write as Add and Update Customer of the API do. */
public final class CustomerForms {
    private final Database database;
    private final CustomerStore customers;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public CustomerForms(Database database, CustomerStore customers, Clock clock) {
        this.database = database;
        this.customers = customers;
        this.clock = clock;
    }

    /**
     * The form of a customer.
     *
     * @param id the customer, 0 for a new one
     * @param was the version of the customer (not the time of the last change, which two changes may share); empty for
     *     a new customer
     * @param texts the values of the fields, as stored or as typed
     * @param contacts the fields of each contact, by the contact's id
     * @param added the fields of a new contact, as typed
     * @param problem what is wrong, empty if nothing is
     */
    public record Form(
            long id,
            String was,
            Map<ProfileField, String> texts,
            Map<Long, Map<ContactField, String>> contacts,
            Map<ContactField, String> added,
            String problem) {
        /** The value of a field. */
        public String value(ProfileField field) {
            return texts.getOrDefault(field, "");
        }

        /** The name of a field in the form. */
        public static String name(ProfileField field) {
            return field.name().toLowerCase(Locale.ROOT);
        }

        /** The fields that the form has for each contact. */
        public List<ContactField> contactFields() {
            return CONTACT_FIELDS;
        }

        /** The name of a contact's field in the form. */
        public static String name(long contact, ContactField field) {
            return "contact." + contact + "." + field.name().toLowerCase(Locale.ROOT);
        }

        /** Whether a field is a long text. */
        public static boolean isLong(ProfileField field) {
            return Set.of(ProfileField.REMARKS, ProfileField.CROSS_REMARKS, ProfileField.ADDRESS)
                    .contains(field);
        }
    }

    private static final List<ContactField> CONTACT_FIELDS =
            List.of(ContactField.PERSON, ContactField.PHONE, ContactField.EMAIL, ContactField.DESIGNATION);

    private Customer customer(Visit visit, long id) {
        return database.read(transaction -> CustomerParts.find(transaction, visit.cmId(), id))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"))
                .customer();
    }

    /** GET customers/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("customer-form.jte", new Form(0, "", Map.of(), Map.of(), Map.of(), ""));
    }

    /** GET customers/{id}/edit. */
    public PageAnswer edit(Visit visit) {
        var id = visit.number("id");
        // Read the version first: if the customer changes between the two reads, saving this form is refused.
        var was = database.read(transaction -> CustomerTable.ROWS.version(transaction, visit.cmId(), id));
        var customer = customer(visit, id);
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        customer.contacts().forEach(contact -> contacts.put(contact.id(), contact.texts()));
        // The form shows phones and e-mails, so it is audited as the page of the customer is.
        visit.audited(database, AuditAction.LOOK_AT_CUSTOMER, customer.id());
        return PageAnswer.page(
                "customer-form.jte",
                new Form(customer.id(), Long.toString(was), customer.texts(), contacts, Map.of(), ""));
    }

    /** POST customers/new. */
    public PageAnswer add(Visit visit) {
        try {
            var texts = texts(visit);
            texts.values().removeIf(String::isEmpty);
            var change = CustomerChange.ofTexts(0, false, texts);
            var id = database.write("console: add a customer", transaction -> {
                if (!Once.isFirstToAdd(transaction, visit)) {
                    return 0L;
                }
                var saved = customers.save(transaction, visit.account(), change, clock.instant());
                visit.audited(transaction, AuditAction.ADD_CUSTOMER, saved.id());
                return saved.id();
            });
            return PageAnswer.redirect(
                    id == 0 ? visit.url("customers", "saved") : visit.url("customers/" + id, "customer.added"));
        } catch (ProblemException refused) {
            requireShown(refused);
            return refused(visit, 0, List.of(), refused);
        }
    }

    /** The texts of the fields that the form has. */
    private static Map<ProfileField, String> texts(Visit visit) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field : ProfileField.values()) {
            var name = Form.name(field);
            if (visit.has(name)) {
                texts.put(field, visit.text(name, field));
            }
        }
        return texts;
    }

    /**
     * POST customers/{id}/edit. Locks the customer before its version is compared with the one in the form, so that the
     * second of two concurrent saves is refused.
     */
    public PageAnswer change(Visit visit) {
        var id = visit.number("id");
        try {
            database.run("console: change a customer", transaction -> {
                // Claim the form, and so lock the account, before the customer is locked: all writes use this order.
                if (!Once.isFirst(transaction, visit)) {
                    return;
                }
                var before = CustomerTable.ROWS.lock(transaction, visit.cmId(), List.of(id)).stream()
                        .findFirst()
                        .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"));
                var was = CustomerTable.ROWS.version(transaction, visit.cmId(), id);
                if (!visit.form("was").equals(Long.toString(was))) {
                    throw Problem.CONFLICT.because(visit.t("error.changed.meanwhile"));
                }
                var change = change(visit, before);
                if (!change.isEmpty()) {
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
            return refused(visit, id, customer.contacts(), named(visit, customer, refused));
        }
    }

    /** The change of the edited fields. Unchanged fields are left out. */
    private static CustomerChange change(Visit visit, Customer before) {
        var texts = texts(visit);
        texts.replaceAll((field, typed) -> TypedText.of(field, before.text(field), typed));
        texts.entrySet().removeIf(typed -> typed.getValue().equals(before.text(typed.getKey())));
        // The domain ignores a code, phone or e-mail such as "na". But a person who types "na" wants to remove the
        // stored value.
        var keys = Set.of(ProfileField.CUSTOMER_CODE, ProfileField.PHONE, ProfileField.EMAIL);
        texts.replaceAll((field, typed) -> keys.contains(field) && CustomerChange.isMissing(typed) ? "" : typed);
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
        var texts = typed(visit, id);
        texts.forEach((field, text) -> {
            if (text.length() > field.maxLength()) {
                throw Problem.INVALID_VALUE.because(
                        visit.t("error.too.long", visit.t("contact." + field.name()), field.maxLength()));
            }
        });
        texts.replaceAll((field, text) -> TypedText.line(before.getOrDefault(field, ""), text));
        texts.entrySet()
                .removeIf(typed -> !visit.has(Form.name(id, typed.getKey()))
                        || typed.getValue().equals(before.getOrDefault(typed.getKey(), "")));
        return texts.isEmpty() ? Optional.empty() : Optional.of(new ContactChange(id, false, texts).renaming(before));
    }

    private static Map<ContactField, String> typed(Visit visit, long contact) {
        var typed = new EnumMap<ContactField, String>(ContactField.class);
        CONTACT_FIELDS.forEach(field -> typed.put(field, visit.form(Form.name(contact, field))));
        return typed;
    }

    /**
     * The refusal as the page shows it. If it is about a contact that has neither phone nor e-mail, its message names
     * the contact by the typed name instead of by its place in the change.
     */
    private static ProblemException named(Visit visit, Customer before, ProblemException refused) {
        if (refused.reason().filter(Reason.CONTACT_UNREACHABLE::equals).isEmpty()) {
            return refused;
        }
        return change(visit, before).contacts().stream()
                .skip((Integer) refused.values().get(0))
                .findFirst()
                .map(contact -> {
                    var name = visit.form(Form.name(contact.contactId(), ContactField.PERSON));
                    var other = visit.t(contact.contactId() == 0 ? "contact.add" : "contact.other");
                    return Problem.INVALID_VALUE.because(visit.t("error.contact", name.isEmpty() ? other : name));
                })
                .orElse(refused);
    }

    /** The form with all values as typed, even if they are too long. */
    private static PageAnswer refused(Visit visit, long id, List<Contact> known, ProblemException refused) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        List.of(ProfileField.values()).forEach(field -> texts.put(field, visit.form(Form.name(field))));
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        known.forEach(contact -> contacts.put(contact.id(), typed(visit, contact.id())));
        return PageAnswer.refused(
                "customer-form.jte",
                new Form(id, visit.form("was"), texts, contacts, typed(visit, 0), visit.t(refused)));
    }

    /** Rethrows any problem that the form cannot show. */
    private static void requireShown(ProblemException refused) {
        refused.throwUnless(
                Problem.CUSTOMER_INCOMPLETE, Problem.CONFLICT, Problem.INVALID_VALUE, Problem.REFERENCE_UNKNOWN);
    }
}
