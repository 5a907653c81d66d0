package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerFlags;
import dev.daybook.domain.customer.Enquiry;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.kit.HiddenTexts;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.TicketJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/**
 * Each text of a customer, an enquiry, a ticket and an order has a phone in it. The console and the API hide it in the
 * same texts.
 */
class SightTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** The fields of a customer that are always shown: names, codes, places, dates and the account's own words. */
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

    private static final Set<TicketField> SHOWN_OF_TICKETS = EnumSet.of(
            TicketField.QUEUE, TicketField.CLASSIFICATION, TicketField.CUSTOMER_NAME, TicketField.CUSTOMER_CODE);

    private static final Set<BuyerField> SHOWN_OF_BUYERS = EnumSet.of(
            BuyerField.CUSTOMER_CODE,
            BuyerField.CUSTOMER_NAME,
            BuyerField.CONTACT_NAME,
            BuyerField.CONTACT_COUNTRY_CODE,
            BuyerField.CITY,
            BuyerField.STATE,
            BuyerField.COUNTRY);

    private static final Set<OrderField> SHOWN_OF_ORDERS = EnumSet.of(
            OrderField.ERP_ORDER_ID,
            OrderField.ORDER_STATUS,
            OrderField.ORDER_SUB_STATUS,
            OrderField.ORDER_TYPE,
            OrderField.ZIP_CODE,
            OrderField.PAYMENT_MODE,
            OrderField.BLOCK_ID,
            OrderField.UNIT_ID);

    /** The customer's own phone and e-mail are shown as those of a contact. */
    private static final Set<Enum<?>> SHOWN_AS_OF_CONTACTS = Set.of(ProfileField.PHONE, ProfileField.EMAIL);

    private static final List<Enum<?>> FIELDS = Stream.<Enum<?>[]>of(
                    ProfileField.values(),
                    ContactField.values(),
                    EnquiryField.values(),
                    TicketField.values(),
                    BuyerField.values(),
                    OrderField.values())
            .<Enum<?>>flatMap(Arrays::stream)
            .toList();

    /** Files that contain no enum of texts: the interface of most of these enums, and a record whose value is JSON. */
    private static final Set<String> NOT_TEXTS = Set.of("TextField.java", "AssociateField.java");

    /** A different phone for each field. */
    private static final Map<Enum<?>, String> PHONES = FIELDS.stream()
            .collect(Collectors.toMap(field -> field, field -> "91000%05d".formatted(FIELDS.indexOf(field))));

    private static final Contact CONTACT = new Contact(8, NOON, true, texts(ContactField.class));
    private static final Customer CUSTOMER = new Customer(
            7, 9, NOON, NOON, CustomerFlags.DEFAULT, texts(ProfileField.class), 0, Map.of(), 0, 0, List.of(CONTACT));

    private static final Enquiry ENQUIRY = new Enquiry(NOON, texts(EnquiryField.class));

    private static final Ticket TICKET = new Ticket(
            7,
            9,
            1,
            NOON,
            NOON,
            TicketStatus.PENDING,
            SubStatuses.DEFAULT.first(),
            texts(TicketField.class),
            new TaggedCustomer(0, 0),
            Priority.LOW,
            Assignee.NOBODY,
            Map.of(),
            false,
            Duration.ZERO,
            Duration.ZERO,
            0,
            AssociateFields.NONE);

    private static final Order ORDER = new Order(
            7,
            9,
            NOON,
            NOON,
            new Buyer(0, 0, texts(BuyerField.class)),
            0,
            0,
            0,
            texts(OrderField.class),
            Map.of(),
            Map.of(OrderAmount.GRAND_TOTAL, Amount.ZERO, OrderAmount.TOTAL_PAID, Amount.ZERO),
            List.of(),
            Map.of(),
            Map.of());

    /** The texts of a record are the constants of an enum in {@code domain}, such as {@link ProfileField}. */
    @Test
    void everyKindOfTextIsTested() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java/dev/daybook/domain"))) {
            var kinds = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Field.java") && !NOT_TEXTS.contains(name))
                    .collect(Collectors.toSet());
            var tested = FIELDS.stream()
                    .map(field -> field.getDeclaringClass().getSimpleName() + ".java")
                    .collect(Collectors.toSet());
            assertEquals(kinds, tested);
        }
    }

    @Test
    void theConsoleHidesWhatIsNotListed() {
        var sight = new Sight(true);

        assertEquals(SHOWN, shown(ProfileField.class, field -> sight.of(field, CUSTOMER.text(field))));
        assertEquals(SHOWN_OF_CONTACTS, shown(ContactField.class, field -> sight.of(field, CONTACT.text(field))));
        assertEquals(Set.of(), shown(EnquiryField.class, field -> sight.of(field, ENQUIRY.text(field))));
        assertEquals(SHOWN_OF_TICKETS, shown(TicketField.class, field -> sight.of(field, TICKET.text(field))));
        assertEquals(
                SHOWN_OF_BUYERS,
                shown(BuyerField.class, field -> sight.of(field, ORDER.buyer().text(field))));
        assertEquals(SHOWN_OF_ORDERS, shown(OrderField.class, field -> sight.of(field, ORDER.text(field))));
    }

    @Test
    void theApiHidesTheSame() {
        var document = CustomerJson.render(CUSTOMER, Account.DEFAULT_ZONE);
        var masked = new String(CustomerJson.mask(document), StandardCharsets.UTF_8);

        assertEquals(answered(SHOWN), shown(ProfileField.class, field -> masked));
        assertEquals(answered(SHOWN_OF_CONTACTS), shown(ContactField.class, field -> masked));
    }

    @Test
    void theApiHidesTheSameOfTickets() {
        var document = TicketJson.render(TICKET, Account.DEFAULT_ZONE);
        var masked = new String(TicketJson.mask(document), StandardCharsets.UTF_8);

        assertEquals(SHOWN_OF_TICKETS, shown(TicketField.class, field -> masked));
    }

    @Test
    void theApiHidesTheSameOfOrders() {
        var document = OrderJson.render(ORDER, Account.DEFAULT_ZONE);
        var masked = new String(OrderJson.mask(document), StandardCharsets.UTF_8);

        assertEquals(SHOWN_OF_BUYERS, shown(BuyerField.class, field -> masked));
        assertEquals(SHOWN_OF_ORDERS, shown(OrderField.class, field -> masked));
    }

    @Test
    void whoMaySeeAllSeesAll() {
        var sight = new Sight(false);

        assertEquals(
                EnumSet.allOf(ProfileField.class),
                shown(ProfileField.class, field -> sight.of(field, CUSTOMER.text(field))));
        assertEquals(
                EnumSet.allOf(ContactField.class),
                shown(ContactField.class, field -> sight.of(field, CONTACT.text(field))));
        assertEquals(
                EnumSet.allOf(EnquiryField.class),
                shown(EnquiryField.class, field -> sight.of(field, ENQUIRY.text(field))));
        assertEquals(
                EnumSet.allOf(TicketField.class),
                shown(TicketField.class, field -> sight.of(field, TICKET.text(field))));
        assertEquals(
                EnumSet.allOf(BuyerField.class),
                shown(BuyerField.class, field -> sight.of(field, ORDER.buyer().text(field))));
        assertEquals(
                EnumSet.allOf(OrderField.class), shown(OrderField.class, field -> sight.of(field, ORDER.text(field))));
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
