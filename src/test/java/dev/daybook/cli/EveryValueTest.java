package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.request.CustomerRequests;
import dev.daybook.client.request.OrderRequests;
import dev.daybook.client.request.TicketRequests;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.imports.CustomerKind;
import dev.daybook.imports.OrderKind;
import dev.daybook.imports.TicketKind;
import dev.daybook.kit.FilledChanges;
import dev.daybook.kit.Golden;
import dev.daybook.kit.Leaves;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.order.OrderTable;
import dev.daybook.store.ticket.TicketTable;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.TicketJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Adds and then updates a customer, a ticket and an order, with every value that they can have, not only texts. No
 * value of the stored or the pulled record may be empty, and the update must change each value. The lists of paths name
 * the exceptions. {@link EveryFieldTest} checks the texts in all other places. The documents of these records equal
 * golden files: if a document changes, the number of its format must be raised.
 */
class EveryValueTest {
    @TempDir
    Path folder;

    private static final FilledChanges ADDED = new FilledChanges(false);
    private static final FilledChanges UPDATED = new FilledChanges(true);

    /** Values of import files that are no text. */
    private static final Map<String, String> GIVEN = Map.ofEntries(
            Map.entry("created_at", "2024-05-02 10:00:01"),
            Map.entry("ended_at", "2024-05-02 11:00:01"),
            Map.entry("due_date", "2024-05-03 10:00:01"),
            Map.entry("callback_time", "2024-05-03 11:00:01"),
            Map.entry("create_date", "2024-05-01 10:00:01"),
            Map.entry("expected_delivery_date", "2024-05-04 10:00:01"),
            Map.entry("is_organization", "true"),
            Map.entry("is_individual", "false"),
            Map.entry("is_channel_partner", "true"),
            Map.entry("phone", "9000000001"),
            Map.entry("additional_phone", "9000000002"),
            Map.entry("country_code", "+91"),
            Map.entry("email", "a@mail.example"),
            Map.entry("email_id", "a@mail.example"),
            Map.entry("assign_emp_email", "boss@mail.example"),
            Map.entry("status", "Complete"),
            Map.entry("sub_status", "CL"),
            Map.entry("priority", "High"),
            Map.entry("grand_total", "71.5"),
            Map.entry("total_paid", "61.5"),
            Map.entry("rate", "31.5"),
            Map.entry("quantity", "2.5"),
            Map.entry("discount", "1.5"));

    private static final String DAY = "2024-05-02";
    private static final String CUSTOMERS =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
    private static final String TICKETS = "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}";
    private static final String ORDERS =
            "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    /** Keys of the vendor's page for which Daybook stores nothing. */
    private static final Set<String> CONSTANT_OF_CUSTOMERS = words("""
            campaignActivityId campaignId campaignItemId channelPartnerEmpId channelPartnerId
            companyParentId contacts[0].age contacts[0].creatorId contacts[0].enquiryId
            contacts[0].isEmailMasked contacts[0].isGuest contacts[0].isMergeEnable
            contacts[0].isMobileMasked contacts[0].maritalStatus contacts[0].orderId
            contacts[0].parentContactId contacts[0].showBirthYear contacts[0].subOfficeId
            creatorId customerLevel deleted feedbackOnCustomer historyEmpId isApi
            isExistingContact isExistingCustomer maxCreditAmt maxCreditPeriod outStandingAmount
            ratePlanId referralId salesAdminZone syncStatus syncdLocationId syncedStepNumber""");

    private static final Set<String> CONSTANT_OF_TICKETS = words("creatorName folderId mergedTicketId orderId");

    private static Set<String> words(String names) {
        return new TreeSet<>(List.of(names.split("\\s+")));
    }

    /**
     * All paths of {@code paths} and {@code others}. Each text of {@code others} has one path or several, separated by
     * blanks.
     */
    private static Set<String> and(Set<String> paths, String... others) {
        var more = Stream.of(others).flatMap(names -> words(names).stream());
        return Stream.concat(paths.stream(), more).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfACustomerIsAddedAndUpdated(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var id = trial.post(Paths.SAVE_CUSTOMER, customer(ADDED, 0, 0), "kapture_customer_id");
            var added = trial.stored(CustomerTable::select, id);
            var shown = trial.pulled(Paths.PULL_CUSTOMERS, CUSTOMERS);
            trial.hasFormat("documents/customer", CustomerJson.FORMAT, Paths.PULL_CUSTOMERS, CUSTOMERS);
            assertEquals(words("flags.individual sources.ZONE"), Leaves.empty(added), "not stored");
            assertEquals(CONSTANT_OF_CUSTOMERS, Leaves.empty(shown), "not shown");
            trial.hasDetails(ADDED, 15);
            var contact = Long.parseLong(added.get("contacts[0].id"));
            trial.post(Paths.SAVE_CUSTOMER, customer(UPDATED, id, contact), "kapture_customer_id");
            assertEquals(
                    words("cmId contacts[0].createdAt contacts[0].id contacts[0].primary createdAt id sources.ZONE"),
                    Leaves.same(added, trial.stored(CustomerTable::select, id)),
                    "not updated");
            var updated = trial.pulled(Paths.PULL_CUSTOMERS, CUSTOMERS);
            assertEquals(
                    and(
                            CONSTANT_OF_CUSTOMERS,
                            "cmId companyStatus contacts[0].cmId contacts[0].generationDate contacts[0].id",
                            "contacts[0].isActive contacts[0].isPrimaryContact contacts[0].leadId currentStatus",
                            "generationDate id imageReferenceId"),
                    Leaves.same(shown, updated),
                    "shown as before");
            trial.hasDetails(UPDATED, 15);
            trial.shows(updated, "Get Customer", Paths.GET_CUSTOMER, "{\"kapture_customer_id\":" + id + "}");
            trial.shows(updated, "the feed of changes", Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}");
            trial.writes(updated, "customers", words("contacts[0].generationDate lastModificationTime"));
        }
    }

    private static byte[] customer(FilledChanges changes, long id, long contact) {
        return CustomerRequests.save(TestServer.CM_ID, changes.customer(id, contact));
    }

    /** The flat body of the older path has its own decoder. */
    @ParameterizedTest
    @EnumSource
    void everyListEntryOfAFlatCustomerIsStored(TestDatabase database) {
        try (var trial = new Trial(database)) {
            var body = "{\"name\":\"Asha\",\"phone\":\"9000000001\",\"zone\":\"West\",\"primary_source\":\"Web\","
                    + "\"assigned_to\":\"E-7\"}";
            var id = trial.post(Paths.SAVE_CUSTOMER_OLD, body.getBytes(StandardCharsets.UTF_8), "kapture_customer_id");
            var stored = trial.stored(CustomerTable::select, id);
            stored.keySet().removeAll(Leaves.empty(stored));
            var given = words("assignedToId sources.PRIMARY_SOURCE zoneId");
            stored.keySet().retainAll(given);
            assertEquals(given, stored.keySet(), "stored");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfATicketIsAddedAndUpdated(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var first = trial.post(Paths.SAVE_CUSTOMER, customer(ADDED, 0, 0), "kapture_customer_id");
            var second = trial.post(Paths.SAVE_CUSTOMER, customer(UPDATED, 0, 0), "kapture_customer_id");
            var add = TicketRequests.add(TestServer.CM_ID, ADDED.ticket(first), Account.DEFAULT_ZONE);
            var number = trial.post(Paths.ADD_TICKET, add, "ticket_id");
            var shown = trial.pulled(Paths.PULL_TICKETS, TICKETS);
            var id = Long.parseLong(shown.get("id"));
            var added = trial.stored(TicketTable::select, id);
            assertEquals(
                    words("late subStatus.completes taken times.ENDED times.FOLLOW_UP"),
                    Leaves.empty(added),
                    "not stored");
            assertEquals(
                    and(CONSTANT_OF_TICKETS, "lastFollowUp", "taskEnddate", "tat"), Leaves.empty(shown), "not shown");
            trial.stores(List.of(ADDED.text("comment"), ADDED.text("own")));
            var update = TicketRequests.update(TestServer.CM_ID, number, UPDATED.ticket(second), Account.DEFAULT_ZONE);
            trial.post(Paths.UPDATE_TICKET, update, "ticket_id");
            assertEquals(
                    words("associates.list[0].group associates.list[0].name cmId createdAt id late number"),
                    Leaves.same(added, trial.stored(TicketTable::select, id)),
                    "not updated");
            var updated = trial.pulled(Paths.PULL_TICKETS, TICKETS);
            trial.hasFormat("documents/ticket", TicketJson.FORMAT, Paths.PULL_TICKETS, TICKETS);
            assertEquals(
                    and(
                            CONSTANT_OF_TICKETS,
                            "date generationDate id lastSource primarySource slaStatus taskId ticketId url"),
                    Leaves.same(shown, updated),
                    "shown as before");
            trial.stores(List.of(UPDATED.text("comment"), UPDATED.text("own")));
            trial.shows(updated, "Get Ticket", Paths.GET_TICKET, "{\"ticket_ids\":\"" + number + "\"}");
            trial.shows(updated, "the feed of changes", Paths.TICKET_CHANGES, "{\"cm_id\":1000298}");
            trial.writes(updated, "tickets", words("lastModificationTime"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfAnOrderIsAddedAndUpdated(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var id = trial.post(Paths.SAVE_ORDER, order(ADDED, 0, CustomerChange.NOT_NAMED, 0), "order_id");
            var added = trial.stored(OrderTable::select, id);
            var shown = trial.pulled(Paths.PULL_ORDERS, ORDERS);
            assertEquals(Set.of(), Leaves.empty(added), "not stored");
            assertEquals(words("contact.isEmailMasked contact.isMobileMasked"), Leaves.empty(shown), "not shown");
            var buyer = Long.parseLong(added.get("buyer.customerId"));
            var contact = Long.parseLong(added.get("buyer.contactId"));
            trial.post(Paths.SAVE_ORDER, order(UPDATED, id, buyer, contact), "order_id");
            assertEquals(
                    words("buyer.contactId buyer.customerId cmId createdAt enquiryId id"),
                    Leaves.same(added, trial.stored(OrderTable::select, id)),
                    "not updated");
            var updated = trial.pulled(Paths.PULL_ORDERS, ORDERS);
            trial.hasFormat("documents/order", OrderJson.FORMAT, Paths.PULL_ORDERS, ORDERS);
            assertEquals(
                    words("cmId contact.id contact.isEmailMasked contact.isMobileMasked customerId enquiryId"
                            + " generationDate id orderId"),
                    Leaves.same(shown, updated),
                    "shown as before");
            trial.shows(updated, "the feed of changes", Paths.ORDER_CHANGES, "{\"cm_id\":1000298}");
            trial.writes(
                    updated,
                    "orders",
                    // By default a row is an order, without its products.
                    words("lastModificationTime products[0].discount products[0].parentProductName"
                            + " products[0].productName products[0].quantity products[0].rate products[0].skuId"
                            + " products[0].total"));
        }
    }

    private static byte[] order(FilledChanges changes, long id, long customer, long contact) {
        var change = changes.order(id, changes.customer(customer, contact));
        return OrderRequests.save(TestServer.CM_ID, change, Account.DEFAULT_ZONE);
    }

    /**
     * The changes that these tests send have a value for everything that a change can contain. If a part is added to a
     * change later, this test fails until it has a value here.
     */
    @Test
    void theChangesGiveEveryValue() {
        for (var changes : List.of(ADDED, UPDATED)) {
            var customer = Leaves.of(changes.customer(5, 6));
            customer.keySet().removeAll(words("update flags.organization flags.individual flags.channelPartner"));
            customer.remove("contacts[0].matchEmailPhone");
            assertEquals(words("enquiry.enquiryId flags.personOtherwise"), Leaves.empty(customer), "customer");
            var ticket = Leaves.of(changes.ticket(5));
            // Requests cannot give the three times. The text of the due date is empty, because its time is given under
            // the same name.
            assertEquals(
                    words("texts.DUE_DATE times.CONVERSATION times.ENDED times.FOLLOW_UP"),
                    Leaves.empty(ticket),
                    "ticket");
            var order = Leaves.of(changes.order(5, changes.customer(5, 6)));
            order.keySet().removeIf(path -> path.equals("update") || path.startsWith("customer."));
            // An order has no sources.
            assertEquals(
                    words("details.listed.PRIMARY_SOURCE details.listed.SECONDARY_SOURCE"
                            + " details.listed.TERTIARY_SOURCE"),
                    Leaves.empty(order),
                    "order");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfAnImportedCustomerIsStored(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            trial.load("customers", new CustomerKind().fields(), Map.of());
            var id =
                    Long.parseLong(trial.pulled(Paths.PULL_CUSTOMERS, CUSTOMERS).get("id"));
            assertEquals(
                    words("contacts[0].texts.TITLE enquiries flags.individual" + " sources.ZONE"),
                    Leaves.empty(trial.stored(CustomerTable::select, id)),
                    "not stored");
            trial.stores(Stream.iterate(1, number -> number + 1)
                    .limit(15)
                    .map(number -> "imported attr" + number)
                    .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfAnImportedTicketIsStored(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            var customer = trial.post(Paths.SAVE_CUSTOMER, customer(ADDED, 0, 0), "kapture_customer_id");
            var others = Map.of(
                    "ticket_id", "", "customer_id", Long.toString(customer), "additional_info", "{'own':{'a':'b'}}");
            trial.load("tickets", new TicketKind().fields(), others);
            var id = Long.parseLong(trial.pulled(Paths.PULL_TICKETS, TICKETS).get("id"));
            assertEquals(
                    words("late times.FOLLOW_UP"), Leaves.empty(trial.stored(TicketTable::select, id)), "not stored");
            trial.stores(List.of("imported comment"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfAnImportedOrderIsStored(TestDatabase database) throws Exception {
        try (var trial = new Trial(database)) {
            trial.load("orders", new OrderKind().fields(), Map.of("product_details", "", "customer_id", ""));
            var id = Long.parseLong(trial.pulled(Paths.PULL_ORDERS, ORDERS).get("id"));
            // A file of orders has no enquiry and, without --keep-unknown, no associate fields.
            assertEquals(
                    words("associates buyer.texts.CONTACT_COUNTRY_CODE enquiryId"),
                    Leaves.empty(trial.stored(OrderTable::select, id)),
                    "not stored");
        }
    }

    /** Reads records from their tables. */
    private interface Select {
        List<? extends Record> of(Transaction transaction, long cmId, Collection<Long> ids);
    }

    /** A server, and the steps for every noun. */
    private final class Trial implements AutoCloseable {
        private final String address;
        private final TestServer server;

        Trial(TestDatabase database) {
            this.address = database.newUrl();
            this.server = TestServer.start(DatabaseUrl.parse(address));
        }

        /**
         * Posts a request that must succeed, one minute after the previous one. Returns the number of the answer's
         * field {@code answered}.
         */
        long post(String path, byte[] body, String answered) {
            server.clock.set(server.clock.instant().plus(Duration.ofMinutes(1)));
            var answer = server.post(path, new String(body, StandardCharsets.UTF_8));
            assertEquals(200, answer.statusCode(), answer.body());
            var found = Pattern.compile("\"" + answered + "\":\"?(\\d+)").matcher(answer.body());
            assertTrue(found.find(), answer.body());
            return Long.parseLong(found.group(1));
        }

        /**
         * Imports a file with one row. Each field has its value of {@code others} or {@link #GIVEN}, or a text with its
         * name; a field with an empty value is left out.
         */
        void load(String noun, List<String> fields, Map<String, String> others) throws IOException {
            var texts = new LinkedHashMap<String, String>();
            for (var field : fields) {
                texts.put(field, others.getOrDefault(field, GIVEN.getOrDefault(field, "imported " + field)));
            }
            texts.values().removeIf(String::isEmpty);
            var file = Files.writeString(
                    folder.resolve(noun + "-import.csv"),
                    String.join(";", texts.keySet()) + "\n"
                            + String.join(";", texts.values()).replace('\'', '"') + "\n");
            Outcome.of(
                            "import",
                            noun,
                            file.toString(),
                            "--cm-id",
                            Long.toString(TestServer.CM_ID),
                            "--database-url",
                            address)
                    .expect(Main.DONE);
        }

        SortedMap<String, String> stored(Select select, long id) {
            var found =
                    server.stores.database().read(transaction -> select.of(transaction, TestServer.CM_ID, List.of(id)));
            return withoutSecond(Leaves.of(found.get(0)));
        }

        SortedMap<String, String> pulled(String path, String body) {
            return withoutSecond(Leaves.of(firstOf(path, body)));
        }

        private JsonNode firstOf(String path, String body) {
            return Json.MAPPER
                    .readTree(server.post(path, body).body())
                    .get("message")
                    .get(0);
        }

        /** Checks that the first record of a pull is rendered as in the file of this format. */
        void hasFormat(String name, int format, String path, String body) {
            Golden.assertVersion(name, format, firstOf(path, body));
        }

        /**
         * Removes the second contact, which has the customer's own phone and e-mail: the changes give it no other
         * values.
         */
        private SortedMap<String, String> withoutSecond(SortedMap<String, String> leaves) {
            leaves.keySet().removeIf(path -> path.startsWith("contacts[1]"));
            return leaves;
        }

        /** Checks that the tables have the attributes and the associate field, which a customer's answer lacks. */
        void hasDetails(FilledChanges changes, int attributes) throws SQLException {
            var names = Stream.concat(
                    Stream.of("own"),
                    Stream.iterate(1, number -> number + 1).limit(attributes).map(n -> "attr" + n));
            stores(names.map(changes::text).toList());
        }

        /** Checks that a place shows what a pull shows. */
        void shows(Map<String, String> record, String place, String path, String body) {
            var answer = server.post(path, body).body();
            assertEquals(Set.of(), missing(record, value -> inJson(answer, value)), "not shown by " + place);
        }

        /**
         * Checks that pulled files have what a pull shows; a CSV file lacks only the paths {@code notInCsv}. Parquet
         * has times and amounts as numbers; {@code FormatGoldenTest} compares them.
         */
        void writes(Map<String, String> record, String noun, Set<String> notInCsv) throws IOException {
            var json = file(noun, "ndjson");
            assertEquals(Set.of(), missing(record, value -> inJson(json, value)), "not in an NDJSON file");
            var csv = file(noun, "csv");
            assertEquals(notInCsv, missing(record, value -> csv.contains(value.getValue())), "not in a CSV file");
        }

        private String file(String noun, String format) throws IOException {
            var key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
            var out = folder.resolve(noun + "." + format);
            var words = "pull %s --from %s --to %s --out %s --format %s --url %s --cm-id %d --key-file %s"
                    .formatted(noun, DAY, DAY, out, format, server.uri(""), TestServer.CM_ID, key);
            Outcome.of(words.split(" ")).expect(Main.DONE);
            return Files.readString(out);
        }

        private Set<String> missing(Map<String, String> record, Predicate<Map.Entry<String, String>> isShown) {
            return record.entrySet().stream()
                    .filter(isShown.negate())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Whether a JSON text has a value under its key, as a text or as another value. */
        private boolean inJson(String json, Map.Entry<String, String> value) {
            var path = value.getKey();
            var key = "\"" + path.substring(path.lastIndexOf('.') + 1) + "\":";
            return json.contains(key + value.getValue()) || json.contains(key + "\"" + value.getValue() + "\"");
        }

        void stores(List<String> texts) throws SQLException {
            var all = TableDump.of(address);
            assertEquals(
                    List.of(),
                    texts.stream().filter(text -> !all.contains(text)).toList(),
                    "not in the tables");
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
