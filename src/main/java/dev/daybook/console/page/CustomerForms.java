package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.customer.CustomerParts;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.erasure.EraseCustomer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Forms that add, change and erase customers. They write as Add and Update Customer of the API do. */
public final class CustomerForms {
    private final Database database;
    private final CustomerStore customers;
    private final EraseCustomer eraseCustomer;
    private final AuditStore audit;
    private final Once once;
    private final Clock clock;

    /** Joins what it needs, with the clock of records. */
    public CustomerForms(
            Database database,
            CustomerStore customers,
            EraseCustomer eraseCustomer,
            AuditStore audit,
            Once once,
            Clock clock) {
        this.database = database;
        this.customers = customers;
        this.eraseCustomer = eraseCustomer;
        this.audit = audit;
        this.once = once;
        this.clock = clock;
    }

    /**
     * The form of a customer.
     *
     * @param id the customer, 0 for a new one
     * @param was when the customer changed last, as the form has it
     * @param values what the fields have or what was typed in them, by name
     * @param contacts the contacts, by id
     * @param problem what is wrong, empty if nothing is
     */
    public record Form(
            long id,
            String was,
            Map<String, String> values,
            Map<Long, Map<ContactField, String>> contacts,
            String problem) {
        /** The value of a field. */
        public String value(ProfileField field) {
            return values.getOrDefault(name(field), "");
        }

        /** The name of a field in the form. */
        public String name(ProfileField field) {
            return field.name().toLowerCase(Locale.ROOT);
        }

        /** The fields of the form. */
        public List<ProfileField> fields() {
            return List.of(ProfileField.values());
        }

        /** The fields of a contact that the form has. */
        public List<ContactField> contactFields() {
            return CONTACT_FIELDS;
        }

        /** The name of a contact's field in the form. */
        public String name(long contact, ContactField field) {
            return "contact." + contact + "." + field.name().toLowerCase(Locale.ROOT);
        }

        /** Whether a field is a long text. */
        public boolean isLong(ProfileField field) {
            return field == ProfileField.REMARKS
                    || field == ProfileField.CROSS_REMARKS
                    || field == ProfileField.ADDRESS;
        }
    }

    /**
     * What an erasure would do.
     *
     * @param parts the customer
     * @param problem what is wrong, empty if nothing is
     */
    public record Erasure(CustomerParts parts, String problem) {}

    private static final List<ContactField> CONTACT_FIELDS =
            List.of(ContactField.PERSON, ContactField.PHONE, ContactField.EMAIL, ContactField.DESIGNATION);

    private CustomerParts parts(Visit visit, long id) {
        return database.read(transaction -> CustomerParts.find(transaction, visit.cmId(), id))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such customer"));
    }

    /** GET customers/new. */
    public Reply blank(Visit visit) {
        return Reply.page("customer-form.jte", new Form(0, "", Map.of(), Map.of(), ""));
    }

    /** GET customers/{id}/edit. */
    public Reply edit(Visit visit) {
        var customer = parts(visit, visit.number("id")).customer();
        return Reply.page(
                "customer-form.jte",
                new Form(
                        customer.id(),
                        Long.toString(customer.modifiedAt().toEpochMilli()),
                        values(customer),
                        contacts(customer),
                        ""));
    }

    private static Map<String, String> values(Customer customer) {
        var values = new LinkedHashMap<String, String>();
        customer.texts().forEach((field, text) -> values.put(field.name().toLowerCase(Locale.ROOT), text));
        return values;
    }

    private static Map<Long, Map<ContactField, String>> contacts(Customer customer) {
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        customer.contacts().forEach(contact -> contacts.put(contact.id(), contact.texts()));
        return contacts;
    }

    /** POST customers/new. */
    public Reply add(Visit visit) {
        try {
            var texts = new EnumMap<ProfileField, String>(ProfileField.class);
            for (var field : ProfileField.values()) {
                var text = visit.text(field.name().toLowerCase(Locale.ROOT), field);
                if (!text.isEmpty()) {
                    texts.put(field, text);
                }
            }
            var change = CustomerChange.ofTexts(0, false, texts);
            var id = database.write("console: add a customer", transaction -> {
                if (!once.isFirst(transaction, visit)) {
                    return 0L;
                }
                var saved = customers.save(transaction, visit.account(), change, clock.instant());
                audit.write(transaction, visit.act(), AuditAction.ADD_CUSTOMER, saved.id());
                return saved.id();
            });
            return Reply.redirect(
                    id == 0 ? visit.url("customers", "saved") : visit.url("customers/" + id, "customer.added"));
        } catch (ProblemException refused) {
            return refused(visit, 0, refused);
        }
    }

    /** POST customers/{id}/edit. */
    public Reply change(Visit visit) {
        var id = visit.number("id");
        var before = parts(visit, id).customer();
        try {
            if (!visit.form("was").equals(Long.toString(before.modifiedAt().toEpochMilli()))) {
                throw Problem.CONFLICT.because(visit.messages().text("error.changed.meanwhile"));
            }
            var change = change(visit, before);
            if (!change.isEmpty()) {
                database.run("console: change a customer", transaction -> {
                    customers.save(transaction, visit.account(), change, clock.instant());
                    audit.write(transaction, visit.act(), AuditAction.CHANGE_CUSTOMER, id);
                });
            }
            return Reply.redirect(visit.url("customers/" + id, "saved"));
        } catch (ProblemException refused) {
            return refused(visit, id, refused);
        }
    }

    /** Only what is typed anew: a change gives no field that stays. */
    private static CustomerChange change(Visit visit, Customer before) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        for (var field : ProfileField.values()) {
            var name = field.name().toLowerCase(Locale.ROOT);
            var text = visit.text(name, field);
            if (visit.has(name) && !text.equals(before.text(field))) {
                texts.put(field, text);
            }
        }
        if (texts.getOrDefault(ProfileField.NAME, "x").isEmpty()) {
            throw Problem.INVALID_VALUE.because(visit.messages().text("error.name"));
        }
        var contacts = new ArrayList<ContactChange>();
        for (var contact : before.contacts()) {
            contactChange(visit, contact.id(), Optional.of(contact)).ifPresent(contacts::add);
        }
        contactChange(visit, 0, Optional.empty()).ifPresent(contacts::add);
        return CustomerChange.ofTexts(before.id(), false, texts).with(contacts);
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Optional<ContactChange> contactChange(Visit visit, long id, Optional<Contact> before) {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        for (var field : CONTACT_FIELDS) {
            var name = "contact." + id + "." + field.name().toLowerCase(Locale.ROOT);
            var text = visit.form(name);
            if (text.length() > field.maxLength()) {
                throw Problem.INVALID_VALUE.because(visit.messages()
                        .text("error.too.long", visit.messages().text("contact." + field.name()), field.maxLength()));
            }
            if (visit.has(name)
                    && !text.equals(before.map(contact -> contact.text(field)).orElse(""))) {
                texts.put(field, text);
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(new ContactChange(id, false, texts));
    }

    private Reply refused(Visit visit, long id, ProblemException refused) {
        var values = new LinkedHashMap<String, String>();
        for (var field : ProfileField.values()) {
            var name = field.name().toLowerCase(Locale.ROOT);
            values.put(name, visit.form(name));
        }
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        if (id != 0) {
            parts(visit, id)
                    .customer()
                    .contacts()
                    .forEach(contact -> contacts.put(contact.id(), typed(visit, contact)));
        }
        return Reply.refused(
                "customer-form.jte", new Form(id, visit.form("was"), values, contacts, problem(visit, refused)));
    }

    private static Map<ContactField, String> typed(Visit visit, Contact contact) {
        var typed = new EnumMap<ContactField, String>(ContactField.class);
        for (var field : CONTACT_FIELDS) {
            typed.put(
                    field,
                    visit.form("contact." + contact.id() + "." + field.name().toLowerCase(Locale.ROOT)));
        }
        return typed;
    }

    private static String problem(Visit visit, ProblemException refused) {
        return switch (refused.problem()) {
            case CUSTOMER_INCOMPLETE, CONFLICT, INVALID_VALUE, REFERENCE_UNKNOWN ->
                visit.messages().text(refused);
            default -> throw refused;
        };
    }

    /** GET customers/{id}/erase. */
    public Reply confirm(Visit visit) {
        return Reply.page("customer-erase.jte", new Erasure(parts(visit, visit.number("id")), ""));
    }

    /** POST customers/{id}/erase. */
    public Reply erase(Visit visit) {
        var id = visit.number("id");
        var parts = parts(visit, id);
        if (!visit.form("confirm").equals(Long.toString(id))) {
            return Reply.refused(
                    "customer-erase.jte", new Erasure(parts, visit.messages().text("error.erase.confirm")));
        }
        database.run("console: erase a customer", transaction -> {
            eraseCustomer.erase(transaction, visit.account(), id, clock.instant());
            audit.write(transaction, visit.act(), AuditAction.ERASE_CUSTOMER, id);
        });
        return Reply.redirect(visit.url("customers", "customer.erased"));
    }
}
