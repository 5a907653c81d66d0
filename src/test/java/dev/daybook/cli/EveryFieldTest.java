package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.output.ParquetText;
import dev.daybook.client.request.CustomerRequests;
import dev.daybook.client.request.OrderRequests;
import dev.daybook.client.request.TicketRequests;
import dev.daybook.domain.TextField;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.FieldTexts;
import dev.daybook.kit.HiddenTexts;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes every text of every noun through the typed client, the older path and an import. Looks for each in a pull, in
 * Get, in the feed of changes, in pulled files, with a masking key and after rerendering. The constants below list the
 * texts that a place does not show. A forgotten field fails a test with its name and the place. {@link EveryValueTest}
 * covers all other values and updates, {@link EraseTest} erasure.
 */
class EveryFieldTest {
    private static final String DAY = "2024-05-02";
    private static final Account ACCOUNT = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");

    private static final Place CUSTOMERS = new Place(
            "a pull",
            Paths.PULL_CUSTOMERS,
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
    private static final Place TICKETS =
            new Place("a pull", Paths.PULL_TICKETS, "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}");
    private static final Place ORDERS = new Place(
            "a pull",
            Paths.PULL_ORDERS,
            "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");

    private static final List<Enum<?>> OF_CUSTOMERS = fields(ProfileField.values(), ContactField.values());
    private static final List<Enum<?>> OF_TICKETS = fields(TicketField.values());
    private static final List<Enum<?>> OF_ORDERS = fields(OrderField.values());

    @TempDir
    Path folder;

    /** A request that shows records. */
    private record Place(String name, String path, String body) {}

    private static List<Enum<?>> fields(Enum<?>[]... kinds) {
        return Stream.of(kinds).<Enum<?>>flatMap(Stream::of).toList();
    }

    /**
     * The text of each field of a kind, by the field's name in a flat body or a file. This is the name in {@code
     * others}, or else the name of the constant in lower case. Fields with an empty name in {@code others} are left
     * out.
     */
    private static <F extends Enum<F> & TextField> Map<String, String> flat(Class<F> kind, Map<F, String> others) {
        var texts = new LinkedHashMap<String, String>();
        FieldTexts.all(kind)
                .forEach((field, text) ->
                        texts.put(others.getOrDefault(field, field.name().toLowerCase(Locale.ROOT)), text));
        texts.remove("");
        return texts;
    }

    private static String json(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> "\"" + text.getKey() + "\":\"" + text.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    // ---- customers

    /** Texts that are not masked, because they are not free text: names, places and the account's own words. */
    private static final Set<Enum<?>> WORDS_OF_CUSTOMERS = Set.of(
            ProfileField.NAME,
            ProfileField.CUSTOMER_CODE,
            ProfileField.CITY,
            ProfileField.STATE,
            ProfileField.COUNTRY,
            ProfileField.CLASSIFICATION,
            ProfileField.TYPE,
            ContactField.PERSON);

    /**
     * Texts that no CSV row has. A row has only the primary contact, but the customer's phone and e-mail are shown as
     * those of another contact.
     */
    private static final Set<Enum<?>> NOT_IN_ROWS = Set.of(ProfileField.PHONE, ProfileField.EMAIL);

    private static final Map<ProfileField, String> FLAT =
            Map.of(ProfileField.PIN_CODE, "pincode", ProfileField.CROSS_REMARKS, "customer_remarks");

    private static CustomerChange customer(long id) {
        return CustomerChange.ofTexts(id, false, FieldTexts.all(ProfileField.class))
                .with(List.of(new ContactChange(0, false, FieldTexts.all(ContactField.class))))
                .with(new EnquiryChange(0, FieldTexts.all(EnquiryField.class), EmployeeName.NOBODY, Map.of()));
    }

    @ParameterizedTest
    @EnumSource
    void everyCustomerFieldOfTheTypedClientIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var body = CustomerRequests.save(TestServer.CM_ID, customer(0));
            var id = trial.post(Paths.SAVE_CUSTOMER, body, "kapture_customer_id");
            var places = List.of(
                    CUSTOMERS,
                    new Place("Get Customer", Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + id + "}"),
                    new Place("the feed of changes", Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}"));
            trial.check("customers", OF_CUSTOMERS, places, HiddenTexts.OF_CUSTOMERS, WORDS_OF_CUSTOMERS, NOT_IN_ROWS);
            trial.stores(fields(EnquiryField.values()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCustomerFieldOfTheOlderPathIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            trial.post(Paths.SAVE_CUSTOMER_OLD, json(flat(ProfileField.class, FLAT)), "kapture_customer_id");
            assertEquals(
                    Set.of("latitude", "longitude"),
                    trial.ownFields("associate_field", "name"),
                    "unknown to the older path");
            trial.shows(
                    CUSTOMERS,
                    fields(ProfileField.values()),
                    // The older page has no fields for latitude and longitude, which become associate fields there.
                    Set.of(ProfileField.LOCALITY, ProfileField.LATITUDE, ProfileField.LONGITUDE));
        }
    }

    /** The only texts of a customer that the older page for enquiries has. */
    private static final Set<ProfileField> PUSHED = EnumSet.of(
            ProfileField.NAME,
            ProfileField.CUSTOMER_CODE,
            ProfileField.PHONE,
            ProfileField.EMAIL,
            ProfileField.ADDRESS,
            ProfileField.CITY,
            ProfileField.STATE,
            ProfileField.COUNTRY);

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAnEnquiryPushIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var texts = flat(ProfileField.class, FLAT);
            texts.keySet().retainAll(flat(PUSHED));
            texts.putAll(flat(
                    EnquiryField.class,
                    Map.of(
                            EnquiryField.NEXT_FOLLOW_UP, "next_follow_up_date",
                            EnquiryField.SUB_STATUS, "subStatus")));
            texts.putAll(Map.of("secSource", "quirkysource", "assign_emp_name", "quirkyassignee"));
            trial.post(Paths.SAVE_ENQUIRY_OLD, json(texts), "enquiry_id");
            assertEquals(Set.of(), trial.ownFields("associate_field", "name"), "unknown to the older path");
            trial.shows(CUSTOMERS, PUSHED, Set.of());
            trial.stores(fields(EnquiryField.values()));
            for (var text : List.of("quirkysource", "quirkyassignee")) {
                assertTrue(TableDump.of(trial.address).contains(text), text);
            }
        }
    }

    private static Set<String> flat(Set<ProfileField> fields) {
        return fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAnImportedCustomerIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var texts = flat(ProfileField.class, FLAT);
            // In a file the contact has the phone and e-mail of the customer, and no title.
            var others = List.of(ContactField.PHONE, ContactField.EMAIL, ContactField.TITLE);
            texts.putAll(flat(
                    ContactField.class,
                    Map.of(
                            ContactField.PERSON,
                            "contact_person",
                            ContactField.BIRTH_DATE,
                            "dob",
                            others.get(0),
                            "",
                            others.get(1),
                            "",
                            others.get(2),
                            "")));
            trial.load("customers", texts);
            var read = OF_CUSTOMERS.stream()
                    .filter(field -> !others.contains(field))
                    .toList();
            trial.shows(CUSTOMERS, read, HiddenTexts.OF_CUSTOMERS);
        }
    }

    // ---- tickets

    /**
     * Texts that are not in the answers of Get and Pull Ticket. A due date that can be parsed is shown there as a time.
     */
    private static final Set<Enum<?>> HIDDEN_OF_TICKETS = Set.of(TicketField.ADDRESS, TicketField.DUE_DATE);

    private static final Set<Enum<?>> WORDS_OF_TICKETS =
            Set.of(TicketField.QUEUE, TicketField.CLASSIFICATION, TicketField.CUSTOMER_NAME, TicketField.CUSTOMER_CODE);

    private static final Map<TicketField, String> OF_TICKET =
            Map.of(TicketField.DETAIL, "ticket_details", TicketField.EMAIL, "email_id");

    @ParameterizedTest
    @EnumSource
    void everyTicketFieldOfTheTypedClientIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var change = TestTickets.of(FieldTexts.all(TicketField.class));
            var body = TicketRequests.add(TestServer.CM_ID, change, Account.DEFAULT_ZONE);
            var id = trial.post(Paths.ADD_TICKET, body, "ticket_id");
            var places = List.of(
                    TICKETS,
                    new Place("Get Ticket", Paths.GET_TICKET, "{\"ticket_ids\":\"" + id + "\"}"),
                    new Place("the feed of changes", Paths.TICKET_CHANGES, "{\"cm_id\":1000298}"));
            trial.check("tickets", OF_TICKETS, places, HIDDEN_OF_TICKETS, WORDS_OF_TICKETS, Set.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTicketFieldOfTheOlderPathIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var id = trial.post(Paths.ADD_TICKET_OLD, "{\"title\":\"first\"}", "ticket_id");
            var texts = flat(TicketField.class, OF_TICKET);
            texts.put("ticket_id", id);
            texts.put("status", "P");
            trial.post(Paths.UPDATE_TICKET_OLD, json(texts), "ticket_id");
            assertEquals(Set.of(), trial.ownFields("ticket_associate", "group_name"), "unknown to the older path");
            trial.shows(TICKETS, OF_TICKETS, HIDDEN_OF_TICKETS);
            trial.post(Paths.ADD_TICKET_OLD, json(flat(TicketField.class, OF_TICKET)), "ticket_id");
            assertEquals(Set.of(), trial.ownFields("ticket_associate", "group_name"), "unknown to the older path");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAnImportedTicketIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var texts = flat(TicketField.class, OF_TICKET);
            texts.put("due_date", "2024-05-03 10:00:00");
            trial.load("tickets", texts);
            var words = OF_TICKETS.stream()
                    .filter(field -> field != TicketField.DUE_DATE)
                    .toList();
            trial.shows(TICKETS, words, HIDDEN_OF_TICKETS);
        }
    }

    // ---- orders

    /** Words of the account that are not free text, so they are not masked. */
    private static final Set<Enum<?>> WORDS_OF_ORDERS = Set.of(
            OrderField.ERP_ORDER_ID,
            OrderField.ORDER_STATUS,
            OrderField.ORDER_SUB_STATUS,
            OrderField.ORDER_TYPE,
            OrderField.PAYMENT_MODE);

    private static final Map<OrderField, String> OF_ORDER = Map.of(OrderField.TRANSACTION_ID, "transaction");

    @ParameterizedTest
    @EnumSource
    void everyOrderFieldOfTheTypedClientIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var change =
                    OrderChange.ofTexts(0, false, FieldTexts.all(OrderField.class), customer(CustomerChange.NOT_NAMED));
            trial.post(
                    Paths.SAVE_ORDER, OrderRequests.save(TestServer.CM_ID, change, Account.DEFAULT_ZONE), "order_id");
            var places = List.of(ORDERS, new Place("the feed of changes", Paths.ORDER_CHANGES, "{\"cm_id\":1000298}"));
            trial.check("orders", OF_ORDERS, places, Set.of(), WORDS_OF_ORDERS, Set.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOrderFieldOfTheOlderPathIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var texts = flat(OrderField.class, OF_ORDER);
            texts.put("customer_name", "Asha");
            texts.put("phone", "9000000001");
            trial.post(Paths.SAVE_ORDER_OLD, json(texts), "order_id");
            assertEquals(Set.of(), trial.ownFields("sales_order_associate_field", "name"), "unknown to the older path");
            trial.shows(ORDERS, OF_ORDERS, Set.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAnImportedOrderIsStoredAndShown(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var texts = flat(OrderField.class, OF_ORDER);
            texts.put("customer_name", "Asha");
            texts.put("phone", "9000000001");
            trial.load("orders", texts);
            trial.shows(ORDERS, OF_ORDERS, Set.of());
        }
    }

    /** A server with a masking key, and the steps for every noun. */
    private final class Trial implements AutoCloseable {
        private final String address;
        private final TestServer server;
        private final String masking;

        Trial(TestDatabase database) {
            this.address = database.newUrl();
            this.server = TestServer.start(DatabaseUrl.parse(address));
            this.masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        }

        String post(String path, byte[] body, String answered) {
            return post(path, new String(body, StandardCharsets.UTF_8), answered);
        }

        /** Posts a request that must succeed. Returns the number of the field {@code answered} in the answer. */
        String post(String path, String body, String answered) {
            var answer = server.post(path, body);
            assertEquals(200, answer.statusCode(), answer.body());
            var found = Pattern.compile("\"" + answered + "\":\"?(\\d+)").matcher(answer.body());
            assertTrue(found.find(), answer.body());
            return found.group(1);
        }

        /**
         * The names of the associate fields in a table; for tickets, of their groups. The decoder of a flat body stores
         * a field that it does not know as an associate field. So a field that is missing in the decoder is still
         * stored and shown, and only this method reveals it.
         */
        Set<String> ownFields(String table, String column) {
            return Set.copyOf(StoredValues.texts(server.stores.database(), "SELECT " + column + " FROM " + table));
        }

        /** Imports a file with one row. */
        void load(String noun, Map<String, String> texts) throws IOException {
            texts.put("created_at", DAY + " 10:00:00");
            var file = Files.writeString(
                    folder.resolve(noun + ".csv"),
                    String.join(",", texts.keySet()) + "\n" + String.join(",", texts.values()) + "\n");
            Outcome.ofImport(address, TestServer.CM_ID, noun, file).expect(Main.DONE);
        }

        /** Checks that the tables have every text, and that a place shows all that are not hidden. */
        void shows(Place place, Collection<? extends Enum<?>> fields, Set<Enum<?>> hidden) throws SQLException {
            stores(fields);
            shows(place.name, server.post(place.path, place.body).body(), fields, hidden);
        }

        /** Checks that the tables have every text. */
        void stores(Collection<? extends Enum<?>> fields) throws SQLException {
            shows("the tables", TableDump.of(address), fields, Set.of());
        }

        private void shows(String place, String output, Collection<? extends Enum<?>> fields, Set<Enum<?>> hidden) {
            var expected = hidden.stream().filter(fields::contains).toList();
            assertEquals(
                    FieldTexts.names(expected),
                    FieldTexts.missing(fields, output),
                    "not shown by " + place + ": " + output);
        }

        /**
         * Checks all places that show a record.
         *
         * @param places the places; the first one is the pull
         * @param notShown texts that no answer has
         * @param notHidden phones and e-mails that a masking key sees
         * @param notInRows texts that no CSV row has
         */
        void check(
                String noun,
                Collection<? extends Enum<?>> fields,
                List<Place> places,
                Set<Enum<?>> notShown,
                Set<Enum<?>> notHidden,
                Set<Enum<?>> notInRows)
                throws IOException, SQLException {
            for (var place : places) {
                shows(place, fields, notShown);
                var masked = server.post(place.path, place.body, Map.of("Authorization", "Basic " + masking))
                        .body();
                assertEquals(
                        FieldTexts.names(notHidden),
                        FieldTexts.reachable(fields, masked),
                        "shown to a masking key by " + place.name + ": " + masked);
            }
            for (var format : List.of("ndjson", "csv", "parquet")) {
                var missing = new HashSet<>(notShown);
                if (format.equals("csv")) {
                    missing.addAll(notInRows);
                }
                shows("a " + format + " file", file(noun, format), fields, missing);
            }
            var pulled = server.post(places.get(0).path, places.get(0).body).body();
            assertTrue(server.stores.rerender(ACCOUNT, true) > 0);
            assertEquals(
                    pulled, server.post(places.get(0).path, places.get(0).body).body(), "rendered anew");
        }

        /** The content of a pulled file. */
        private String file(String noun, String format) throws IOException {
            var key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
            var out = folder.resolve(noun + "." + format);
            Outcome.ofAll(
                            List.of("pull", noun, "--from", DAY, "--to", DAY, "--out", out.toString()),
                            List.of("--format", format),
                            Outcome.caller(server.uri(""), TestServer.CM_ID, key))
                    .expect(Main.DONE);
            return format.equals("parquet") ? ParquetText.of(out) : Files.readString(out);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
