package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.HiddenTexts;
import dev.daybook.wire.customer.CustomerJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each text of a customer has a phone in it. The console and the API hide it in the same texts. */
class SightTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** Names, codes, places, dates and the account's own words. */
    private static final Set<ProfileField> SHOWN = EnumSet.of(
            ProfileField.NAME,
            ProfileField.CUSTOMER_CODE,
            ProfileField.CITY,
            ProfileField.STATE,
            ProfileField.COUNTRY,
            ProfileField.PIN_CODE,
            ProfileField.LATITUDE,
            ProfileField.LONGITUDE,
            ProfileField.CLASSIFICATION,
            ProfileField.TYPE);

    private static final Set<ContactField> SHOWN_OF_CONTACTS = EnumSet.of(
            ContactField.PERSON,
            ContactField.FIRST_NAME,
            ContactField.LAST_NAME,
            ContactField.GENDER,
            ContactField.COUNTRY_CODE,
            ContactField.BIRTH_DATE);

    /** The customer's own phone and e-mail are shown as those of a contact. */
    private static final Set<Enum<?>> SHOWN_AS_OF_CONTACTS = Set.of(ProfileField.PHONE, ProfileField.EMAIL);

    private static final List<Enum<?>> FIELDS = Stream.<Enum<?>>concat(
                    Arrays.stream(ProfileField.values()), Arrays.stream(ContactField.values()))
            .toList();

    /** A phone for each field, which no other field has. */
    private static final Map<Enum<?>, String> PHONES = FIELDS.stream()
            .collect(Collectors.toMap(field -> field, field -> "91000%05d".formatted(FIELDS.indexOf(field))));

    private static final Contact CONTACT = new Contact(8, NOON, true, texts(ContactField.class));
    private static final Customer CUSTOMER = new Customer(
            7, 9, NOON, NOON, CustomerFlags.DEFAULT, texts(ProfileField.class), 0, Map.of(), 0, 0, List.of(CONTACT));

    @Test
    void theConsoleHidesWhatIsNotListed() {
        var sight = new Sight(true);

        assertEquals(SHOWN, shown(ProfileField.class, field -> sight.of(CUSTOMER, field)));
        assertEquals(SHOWN_OF_CONTACTS, shown(ContactField.class, field -> sight.of(CONTACT, field)));
    }

    @Test
    void theApiHidesTheSame() {
        var document = CustomerJson.render(CUSTOMER, Account.DEFAULT_ZONE);
        var masked = new String(CustomerJson.mask(document), StandardCharsets.UTF_8);

        assertEquals(answered(SHOWN), shown(ProfileField.class, field -> masked));
        assertEquals(answered(SHOWN_OF_CONTACTS), shown(ContactField.class, field -> masked));
    }

    @Test
    void whoMaySeeAllSeesAll() {
        var sight = new Sight(false);

        assertEquals(EnumSet.allOf(ProfileField.class), shown(ProfileField.class, field -> sight.of(CUSTOMER, field)));
        assertEquals(EnumSet.allOf(ContactField.class), shown(ContactField.class, field -> sight.of(CONTACT, field)));
    }

    private static <F extends Enum<F>> Set<F> answered(Set<F> fields) {
        return fields.stream()
                .filter(field -> !HiddenTexts.OF_CUSTOMERS.contains(field) && !SHOWN_AS_OF_CONTACTS.contains(field))
                .collect(Collectors.toSet());
    }

    /** The fields whose phone an output shows. */
    private static <F extends Enum<F>> Set<F> shown(Class<F> kind, Function<F, String> output) {
        return EnumSet.allOf(kind).stream()
                .filter(field -> output.apply(field).contains(PHONES.get(field)))
                .collect(Collectors.toSet());
    }

    private static <F extends Enum<F>> Map<F, String> texts(Class<F> kind) {
        var texts = new EnumMap<F, String>(kind);
        EnumSet.allOf(kind).forEach(field -> texts.put(field, PHONES.get(field)));
        return texts;
    }
}
