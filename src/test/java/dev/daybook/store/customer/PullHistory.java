package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.kit.Erasure;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.NamedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A random history of one account, written to a store and to a {@link PullModel} in parallel. */
final class PullHistory {
    static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    static final Window ALWAYS = new Window(NOON.minusSeconds(1_000_000), NOON.plusSeconds(1_000_000));

    private static final List<String> NAMES = List.of(
            "Asha Rao",
            "ASHA \u00a0devi",
            "Émile Zola",
            "ÉMILE noir",
            "Жанна Орлова",
            "жанна",
            "ΟΔΥΣΣΕΑΣ Παππάς",
            "Οδυσσέας",
            "100% _Cotton_ \\ Sons",
            "100x aCottonb",
            "𐐀𐐁 Deseret",
            "O'Neil \"Q\" & Co",
            "राम कुमार");
    private static final List<String> PARTS = List.of(
            "asha",
            "RAO",
            "sha  D",
            "a",
            "émile",
            "ÉMILE Z",
            "ЖАННА",
            "орл",
            "οδυσ",
            "ΟΔΥΣ",
            "σ",
            "Σ",
            "ς π",
            "%",
            "_",
            "\\",
            "100%",
            "_Cotton_",
            "𐐨",
            "o'neil",
            "\"q\"",
            "कु",
            "nobody");
    private static final List<String> EMAILS = List.of(
            "asha@mail.example", "ASHA@Mail.Example", "émile@mail.example", "ÉMILE@mail.example", "x@y.example");
    private static final List<String> DESIGNATIONS = List.of("Owner", "owner", "Größe", "GRÖßE", "Manager");
    private static final List<String> NATIONALS = List.of("9000000001", "8000000001", "9100000001", "9000000002");
    private static final List<String> ZONES = List.of("North", "South");
    private static final List<String> EMPLOYEES = List.of("Ravi", "Mina");
    private static final List<String> SOURCES = List.of("Web", "Fair");
    private static final List<String> CODES = List.of("C1", "c1", "C2", "C3", "C4", "C5");
    private static final List<String> VALUES = List.of("gold", "Gold", "100%");

    final PullModel model = new PullModel();
    private final Stores stores;
    private final Account account;
    private final Random random;
    private final Map<String, Long> zoneIds = new HashMap<>();
    private final Map<String, Long> employeeIds = new HashMap<>();
    private final Map<AccountList, Map<String, Long>> sourceIds = new EnumMap<>(AccountList.class);

    PullHistory(Stores stores, Account account, Random random) {
        this.stores = stores;
        this.account = account;
        this.random = random;
        stores.database().write(transaction -> {
            ZONES.forEach(name -> zoneIds.put(name, listed(transaction, AccountList.ZONE, name)));
            EMPLOYEES.forEach(name -> employeeIds.put(
                    name, new NamedIds(transaction, account.cmId()).idOrAdd(new EmployeeName(name, "", ""))));
            for (var list : sourceLists()) {
                var ids = new HashMap<String, Long>();
                SOURCES.forEach(name -> ids.put(name, listed(transaction, list, name)));
                sourceIds.put(list, ids);
            }
            return true;
        });
    }

    Account account() {
        return account;
    }

    /** One step: mostly adds, sometimes changes or deletes. */
    void step() {
        var kind = random.nextInt(10);
        if (kind < 6 || model.rows.isEmpty()) {
            add();
        } else if (kind < 9) {
            change(pick(model.rows));
        } else {
            delete(pick(model.rows));
        }
    }

    /** Adds many customers at one instant in one transaction. Returns their ids in order. */
    List<Long> addMany(int count, Instant instant) {
        return stores.database().write(transaction -> {
            var ids = new ArrayList<Long>();
            for (var number = 0; number < count; number++) {
                var texts = new EnumMap<ProfileField, String>(ProfileField.class);
                texts.put(ProfileField.NAME, "Number " + number);
                texts.put(ProfileField.EMAIL, "n" + number + "@mail.example");
                ids.add(save(transaction, change(0, texts, FlagsChange.NONE, List.of()), instant)
                        .id());
            }
            return ids;
        });
    }

    Window window() {
        var from = random.nextInt(8) - 1;
        var to = from + random.nextInt(8);
        return random.nextInt(3) == 0 ? ALWAYS : new Window(instant(from), instant(to));
    }

    CustomerFilter filter() {
        var sparse = 2 + random.nextInt(8);
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        for (var list : sourceLists()) {
            if (random.nextInt(sparse * 2) == 0) {
                sources.put(list, pick(List.copyOf(sourceIds.get(list).values())));
            }
        }
        var attributes = new HashMap<Integer, String>();
        for (var number : List.of(1, 15)) {
            if (random.nextInt(sparse * 2) == 0) {
                attributes.put(number, pick(VALUES));
            }
        }
        return new CustomerFilter(
                maybe(sparse, PARTS),
                random.nextInt(sparse) == 0 ? askedPhone() : "",
                maybe(sparse, EMAILS),
                random.nextInt(sparse * 2) == 0 && !model.rows.isEmpty() ? pick(model.rows).id : 0,
                maybe(sparse * 2, CODES),
                maybe(sparse, DESIGNATIONS),
                random.nextInt(sparse) == 0 ? pick(List.of(CustomerFilter.Kind.values())) : CustomerFilter.Kind.ANY,
                some(sparse, List.copyOf(zoneIds.values())),
                some(sparse, List.copyOf(employeeIds.values())),
                sources,
                attributes);
    }

    private void add() {
        var row = new PullModel.Row();
        row.createdAt = instant(random.nextInt(6));
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        row.name = pick(NAMES);
        texts.put(ProfileField.NAME, row.name);
        var own = new PullModel.Person();
        if (random.nextInt(3) > 0) {
            texts.put(ProfileField.PHONE, writtenPhone("", number -> own.phone = number));
        }
        if (!texts.containsKey(ProfileField.PHONE) || random.nextBoolean()) {
            own.email = pick(EMAILS);
            texts.put(ProfileField.EMAIL, own.email);
        }
        var code = maybe(3, CODES);
        if (!code.isEmpty()) {
            texts.put(ProfileField.CUSTOMER_CODE, code);
        }
        var flags = flags(row, true);
        var contacts = new ArrayList<ContactChange>();
        var count = random.nextInt(3);
        for (var index = 0; index < count; index++) {
            var person = new PullModel.Person();
            contacts.add(new ContactChange(0, false, contact(person)));
            row.people.add(person);
        }
        if (count == 0) {
            row.people.add(own);
        } else {
            lend(row.people, own);
            addUnheard(row, own);
        }
        var change = change(0, texts, flags, contacts);
        apply(row, change);
        if (!code.isEmpty() && model.withCode(code).isPresent()) {
            refuses(change);
            return;
        }
        row.code = code;
        var saved = save(change, row.createdAt);
        row.id = saved.id();
        assertEquals(row.people.size(), saved.contactIds().size());
        for (var index = 0; index < row.people.size(); index++) {
            row.people.get(index).id = saved.contactIds().get(index);
        }
        model.rows.add(row);
    }

    /**
     * Gives the first contact the customer's own phone and e-mail for those that it lacks, unless another contact has
     * them. If the first contact would then have neither, it gets both.
     */
    private static void lend(List<PullModel.Person> people, PullModel.Person own) {
        var first = people.get(0);
        var others = people.subList(1, people.size());
        var phone = others.stream().anyMatch(person -> person.phone.is(own.phone) || person.additional.is(own.phone))
                ? PullModel.Line.NONE
                : own.phone;
        var email = others.stream().anyMatch(person -> person.email.equalsIgnoreCase(own.email)) ? "" : own.email;
        var reachable = !first.phone.national().isEmpty()
                || !first.email.isEmpty()
                || !phone.national().isEmpty()
                || !email.isEmpty();
        if (first.phone.national().isEmpty()) {
            first.phone = inCountry(reachable ? phone : own.phone, first.country);
        }
        if (first.email.isEmpty()) {
            first.email = reachable ? email : own.email;
        }
    }

    /**
     * Adds the customer's own phone and e-mail as another contact, but leaves out each of them that a contact of the
     * change already has.
     */
    private static void addUnheard(PullModel.Row row, PullModel.Person own) {
        if (row.people.stream().anyMatch(person -> person.phone.is(own.phone) || person.additional.is(own.phone))) {
            own.phone = PullModel.Line.NONE;
        }
        if (row.people.stream().anyMatch(person -> person.email.equalsIgnoreCase(own.email))) {
            own.email = "";
        }
        if (!own.phone.national().isEmpty() || !own.email.isEmpty()) {
            row.people.add(own);
        }
    }

    private void change(PullModel.Row row) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        if (random.nextBoolean()) {
            row.name = pick(NAMES);
            texts.put(ProfileField.NAME, row.name);
        }
        var code = maybe(4, CODES);
        var free = code.isEmpty()
                || model.withCode(code).map(holder -> holder == row).orElse(true);
        if (free && !code.isEmpty()) {
            row.code = code;
            texts.put(ProfileField.CUSTOMER_CODE, code);
        }
        var contacts = new ArrayList<ContactChange>();
        var kind = random.nextInt(4);
        var added = new ArrayList<PullModel.Person>();
        if (kind == 0) {
            var primary = row.people.get(0);
            var drawn = new PullModel.Person();
            var text = writtenPhone("", number -> drawn.phone = number);
            // A number that the customer already has stays where it is, as ContactMergeTest shows. A number without a
            // country equals the same number of any country.
            if (row.people.stream()
                    .noneMatch(person ->
                            person.additional.is(drawn.phone) || (person != primary && person.phone.is(drawn.phone)))) {
                texts.put(ProfileField.PHONE, text);
                primary.phone = inCountry(drawn.phone, primary.country);
            }
        } else if (kind == 1) {
            var person = pick(row.people);
            person.email = pick(EMAILS);
            person.designation = pick(DESIGNATIONS);
            contacts.add(new ContactChange(
                    person.id,
                    false,
                    Map.of(ContactField.EMAIL, person.email, ContactField.DESIGNATION, person.designation)));
        } else if (kind == 2) {
            var person = new PullModel.Person();
            contacts.add(new ContactChange(0, false, contact(person)));
            added.add(person);
        }
        var change = change(row.id, texts, flags(row, false), contacts);
        apply(row, change);
        var saved = save(change, instant(random.nextInt(10)));
        assertEquals(row.id, saved.id());
        added.forEach(
                person -> person.id = saved.contactIds().get(saved.contactIds().size() - 1));
        row.people.addAll(added);
    }

    private void delete(PullModel.Row row) {
        var erase = random.nextBoolean();
        assertEquals(
                true,
                stores.database()
                        .write(transaction -> erase
                                ? Erasure.erase(stores, transaction, account, row.id, NOON)
                                : CustomerRemoval.delete(transaction, account.cmId(), row.id, NOON)));
        model.rows.remove(row);
    }

    /** Applies a part of a change to the model: the names from account lists, the assignee and the attributes. */
    private void apply(PullModel.Row row, CustomerChange change) {
        change.details().listed().forEach((list, name) -> {
            if (list == AccountList.ZONE) {
                row.zoneId = zoneIds.get(name);
            } else {
                row.sources.put(list, sourceIds.get(list).get(name));
            }
        });
        if (!change.details().assignee().isNobody()) {
            row.assignedToId = employeeIds.get(change.details().assignee().name());
        }
        row.attributes.putAll(change.details().attributes());
    }

    private CustomerChange change(
            long id, Map<ProfileField, String> texts, FlagsChange flags, List<ContactChange> contacts) {
        var listed = new EnumMap<AccountList, String>(AccountList.class);
        put(listed, AccountList.ZONE, maybe(2, ZONES));
        sourceLists().forEach(list -> put(listed, list, maybe(3, SOURCES)));
        var attributes = new HashMap<Integer, String>();
        put(attributes, 1, maybe(2, VALUES));
        put(attributes, 15, maybe(3, VALUES));
        return new CustomerChange(
                id,
                false,
                texts,
                flags,
                new RecordDetails(listed, new EmployeeName(maybe(2, EMPLOYEES), "", ""), attributes, Map.of()),
                contacts,
                Optional.empty());
    }

    private FlagsChange flags(PullModel.Row row, boolean isNew) {
        return switch (random.nextInt(isNew ? 4 : 6)) {
            case 0 -> {
                row.organization = true;
                row.individual = false;
                yield new FlagsChange(Optional.of(true), Optional.empty(), Optional.empty());
            }
            case 1 -> {
                row.organization = false;
                row.individual = true;
                yield new FlagsChange(Optional.empty(), Optional.of(true), Optional.empty());
            }
            case 2 -> {
                row.partner = true;
                yield new FlagsChange(Optional.empty(), Optional.empty(), Optional.of(true));
            }
            default -> {
                row.organization = isNew || row.organization;
                yield FlagsChange.NONE;
            }
        };
    }

    private EnumMap<ContactField, String> contact(PullModel.Person person) {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        if (random.nextBoolean()) {
            person.country = "91";
            texts.put(ContactField.COUNTRY_CODE, random.nextBoolean() ? "91" : "+91");
        }
        if (random.nextBoolean()) {
            texts.put(ContactField.PHONE, writtenPhone(person.country, number -> person.phone = number));
        }
        if (random.nextInt(3) == 0) {
            texts.put(
                    ContactField.ADDITIONAL_PHONE, writtenPhone(person.country, number -> person.additional = number));
        }
        var reachable = texts.containsKey(ContactField.PHONE) || texts.containsKey(ContactField.ADDITIONAL_PHONE);
        if (!reachable || random.nextBoolean()) {
            person.email = pick(EMAILS);
            texts.put(ContactField.EMAIL, person.email);
        }
        if (random.nextBoolean()) {
            person.designation = pick(DESIGNATIONS);
            texts.put(ContactField.DESIGNATION, person.designation);
        }
        return texts;
    }

    /**
     * A phone in one of the forms in which people write it. Passes the phone that is meant to {@code meaning}; the
     * country of this phone is empty if it is unknown.
     */
    private String writtenPhone(String country, java.util.function.Consumer<PullModel.Line> meaning) {
        var national = pick(NATIONALS);
        var split = national.substring(0, 5) + " " + national.substring(5);
        return switch (random.nextInt(6)) {
            case 0 -> told(meaning, country, national, national);
            case 1 -> told(meaning, country, national, "0" + national);
            case 2 -> told(meaning, country, national, "(" + split + ")");
            case 3 -> told(meaning, "91", national, "+91 " + split);
            case 4 -> told(meaning, "91", national, "91" + national);
            default -> told(meaning, "44", national, "+44-" + split);
        };
    }

    private static String told(
            java.util.function.Consumer<PullModel.Line> meaning, String country, String national, String written) {
        meaning.accept(new PullModel.Line(country, national));
        return written;
    }

    private String askedPhone() {
        var meaning = new ArrayList<PullModel.Line>();
        var written = writtenPhone("", meaning::add);
        model.meant.put(written, meaning.get(0));
        return written;
    }

    private static PullModel.Line inCountry(PullModel.Line number, String country) {
        return number.national().isEmpty() || !number.country().isEmpty()
                ? number
                : new PullModel.Line(country, number.national());
    }

    private SavedCustomer save(CustomerChange change, Instant now) {
        return stores.database().write(transaction -> save(transaction, change, now));
    }

    private SavedCustomer save(Transaction transaction, CustomerChange change, Instant now) {
        return stores.customers().save(transaction, account, change, now);
    }

    private void refuses(CustomerChange change) {
        var refusal = assertThrows(ProblemException.class, () -> save(change, NOON));
        assertEquals(Problem.CONFLICT, refusal.problem());
    }

    private long listed(Transaction transaction, AccountList list, String name) {
        return new NamedIds(transaction, account.cmId()).idOrAdd(list, name);
    }

    /** One of a few instants, so that many customers share one. */
    private static Instant instant(int number) {
        return NOON.plusMillis(number * 20_000_000L + number % 2);
    }

    private static List<AccountList> sourceLists() {
        return List.of(AccountList.PRIMARY_SOURCE, AccountList.SECONDARY_SOURCE, AccountList.TERTIARY_SOURCE);
    }

    private String maybe(int sparse, List<String> values) {
        return random.nextInt(sparse) == 0 ? pick(values) : "";
    }

    private List<Long> some(int sparse, List<Long> ids) {
        if (random.nextInt(sparse) > 0) {
            return List.of();
        }
        return random.nextBoolean() ? List.of(pick(ids), 999_999_999_999L) : ids;
    }

    private static <K> void put(Map<K, String> map, K key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
