package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.WireWords;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ProofJson;
import dev.daybook.wire.PullChanges;
import dev.daybook.wire.Request;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.FlatEnquiry;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.customer.PullCustomers;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.faq.GetFaqCategories;
import dev.daybook.wire.faq.GetFaqContents;
import dev.daybook.wire.faq.SearchFaqContents;
import dev.daybook.wire.order.PullOrders;
import dev.daybook.wire.order.SaveOrder;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.GetTickets;
import dev.daybook.wire.ticket.PullTickets;
import dev.daybook.wire.ticket.UpdateTicket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI file and the page of an operation name exactly the fields of requests that the program reads. The test
 * tries each name that occurs in the sources of {@code wire} or in the OpenAPI file, at each place of a request. A
 * field counts as not read if, for each of several values, the program accepts the request, and ignores the field or
 * keeps it as an associate field.
 */
class RequestFieldsTest {
    private static final OpenApi OPEN_API = OpenApi.load();
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    /** Values of several kinds, each of which the test tries in a field. */
    private static final List<String> VALUES = List.of(
            "\"1\"", "true", "\"2024-05-02 10:00:00\"", "\"Pending\"", "\"low\"", "\"2024-05-02\"", "{\"a\":\"1\"}");

    /**
     * An operation.
     *
     * @param page its page in {@code docs/api}
     * @param valid a request that is valid
     * @param places the objects in the request; an empty text for the request itself
     * @param unknown finds the fields of a request that the program does not read
     */
    private record Operation(
            String path, String page, String valid, List<String> places, Function<byte[], Set<String>> unknown) {
        @Override
        public String toString() {
            return path;
        }
    }

    private static final String CUSTOMER = "'customer_info':{'customer_name':'A','phone':'1'},"
            + "'contact_info':[{'contact_person_name':'A'}],'enquiry_info':{'remarks':'r'}";
    private static final List<String> OF_CUSTOMER = List.of("", "/customer_info", "/contact_info/0", "/enquiry_info");
    /**
     * Second names of fields, a second place of the products, and places where contacts and enquiries are refused. Only
     * the pages have them, not the OpenAPI file.
     */
    private static final Map<String, Set<String>> SECOND_NAMES = Map.of(
            Paths.SAVE_CUSTOMER,
            Set.of(
                    "/contact_info/0/designationType",
                    "/customer_info/contact_info",
                    "/customer_info/email",
                    "/customer_info/enquiry_info",
                    "/customer_info/name"),
            Paths.SAVE_CUSTOMER_OLD,
            Set.of("/customer_name", "/email_id"),
            Paths.SAVE_ORDER,
            Set.of(
                    "/order_info/contact_info",
                    "/order_info/customer_info",
                    "/order_info/enquiry_info",
                    "/order_info/product_details"));

    /** The dates of a pull, and the account under both names. */
    private static final String DAY = "'cm_id':1,'cmId':1,'createStartDate':'2024-05-02','createEndDate':'2024-05-02'";

    static Stream<Operation> operations() {
        var zone = Account.DEFAULT_ZONE;
        var flat = "{'name':'A','phone':'1'}";
        var customers = "add-update-customer.md";
        return Stream.of(
                new Operation(
                        Paths.SAVE_CUSTOMER,
                        customers,
                        "{" + CUSTOMER + "}",
                        OF_CUSTOMER,
                        body -> ofCustomer(SaveCustomer.decode(body))),
                new Operation(
                        Paths.SAVE_CUSTOMER_OLD,
                        customers,
                        flat,
                        List.of(""),
                        body -> ofCustomer(SaveCustomer.decode(body))),
                new Operation(
                        Paths.SAVE_ENQUIRY_OLD,
                        customers,
                        flat,
                        List.of(""),
                        body -> ofCustomer(FlatEnquiry.decode(body))),
                new Operation(
                        Paths.GET_CUSTOMER,
                        "get-customer.md",
                        "{'customer_id':1}",
                        List.of(""),
                        body -> of(GetCustomer.decode(body))),
                new Operation(
                        Paths.PULL_CUSTOMERS,
                        "pull-customer.md",
                        "{" + DAY + "}",
                        List.of(""),
                        body -> of(PullCustomers.decode(body, 1, 100))),
                new Operation(
                        Paths.ADD_TICKET,
                        "add-ticket.md",
                        "{'title':'T'}",
                        List.of(""),
                        body -> ofTicket(AddTicket.decode(body, zone))),
                new Operation(
                        Paths.UPDATE_TICKET,
                        "update-ticket.md",
                        "{'ticket_id':'1','status':'P'}",
                        List.of(""),
                        body -> {
                            var request = UpdateTicket.decode(body, zone);
                            return ofTicket(new Request<>(0, request.asked().change(), request.ignored()));
                        }),
                new Operation(
                        Paths.GET_TICKET,
                        "get-ticket.md",
                        "{'ticket_ids':'1'}",
                        List.of(""),
                        body -> of(GetTickets.decode(body))),
                new Operation(
                        Paths.PULL_TICKETS,
                        "pull-ticket.md",
                        "{'start_date':'2024-05-02','end_date':'2024-05-02'}",
                        List.of(""),
                        body -> of(PullTickets.decode(body, 1, 100, false))),
                new Operation(
                        Paths.SAVE_ORDER,
                        "add-update-order.md",
                        "{" + CUSTOMER + ",'order_info':{'remarks':'r'},'product_details':[{'sku_id':'1'}]}",
                        List.of("", "/order_info", "/product_details/0"),
                        body -> ofOrder(SaveOrder.decode(body, zone))),
                new Operation(
                        Paths.SAVE_ORDER_OLD,
                        "add-update-order.md",
                        "{'name':'A','phone':'1','product_details':[{'sku_id':'1'}]}",
                        List.of("", "/product_details/0"),
                        body -> ofOrder(SaveOrder.decode(body, zone))),
                new Operation(
                        Paths.PULL_ORDERS,
                        "pull-order.md",
                        "{" + DAY + "}",
                        List.of(""),
                        body -> of(PullOrders.decode(body, 1, 100))),
                new Operation(
                        Paths.GET_FAQ_CATEGORIES,
                        "get-faq-category.md",
                        "{}",
                        List.of(""),
                        body -> of(GetFaqCategories.decode(body))),
                new Operation(
                        Paths.GET_FAQ_CONTENTS,
                        "get-faq-content.md",
                        "{'category_id':'1'}",
                        List.of(""),
                        body -> of(GetFaqContents.decode(body))),
                new Operation(
                        Paths.SEARCH_FAQ_CONTENTS,
                        "search-faq-content.md",
                        "{'search_text':'a'}",
                        List.of(""),
                        body -> of(SearchFaqContents.decode(body))),
                new Operation(
                        Paths.PROOF_OF_CUSTOMERS,
                        "proof.md",
                        "{'cm_id':1,'startDate':'2024-05-02','endDate':'2024-05-02'}",
                        List.of(""),
                        body -> of(ProofJson.decode(body))),
                new Operation(
                        Paths.CUSTOMER_CHANGES,
                        "changes.md",
                        "{'cm_id':1}",
                        List.of(""),
                        body -> of(PullChanges.decode(RecordKind.CUSTOMER, body, 1, 100))));
    }

    private static Set<String> of(Request<?> request) {
        return new TreeSet<>(request.ignored());
    }

    private static Set<String> ofCustomer(Request<CustomerChange> request) {
        var unknown = of(request);
        unknown.addAll(request.asked().details().associates().keySet());
        request.asked()
                .enquiry()
                .ifPresent(enquiry -> unknown.addAll(enquiry.associates().keySet()));
        return unknown;
    }

    private static Set<String> ofOrder(Request<OrderChange> request) {
        var change = request.asked();
        var unknown = ofCustomer(new Request<>(0, change.customer(), request.ignored()));
        unknown.addAll(change.details().associates().keySet());
        return unknown;
    }

    private static Set<String> ofTicket(Request<TicketChange> request) {
        var unknown = of(request);
        request.asked().associates().list().stream().map(AssociateField::group).forEach(unknown::add);
        return unknown;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theDocumentsNameExactlyTheFieldsThatAreRead(Operation operation) throws IOException {
        var valid = operation.valid.replace('\'', '"');
        var documented = new TreeSet<String>();
        var read = new TreeSet<String>();
        var page = QUOTED.matcher(page(operation.page))
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toSet());
        if (page.contains("attr1")) {
            // The pages write "attr1 to attr15".
            page.addAll(CustomerFilterJson.ATTRIBUTE_NAMES);
        }
        for (var place : operation.places) {
            var names = properties(OPEN_API.requestSchema(operation.path, valid), place);
            names.forEach(name -> documented.add(place + "/" + name));
            // The program makes the names of attributes, so they are no words in its sources.
            Stream.of(WireWords.all(), CustomerFilterJson.ATTRIBUTE_NAMES, names)
                    .flatMap(Collection::stream)
                    .filter(name -> isRead(operation, place, name))
                    .forEach(name -> read.add(place + "/" + name));
        }
        assertDoesNotThrow(() -> operation.unknown.apply(valid.getBytes(StandardCharsets.UTF_8)));
        assertEquals(Set.of(), without(documented, read), "in the OpenAPI file, but not read");
        assertEquals(SECOND_NAMES.getOrDefault(operation.path, Set.of()), without(read, documented), "only read");
        var missing = read.stream()
                .map(field -> field.substring(field.lastIndexOf('/') + 1))
                .filter(name -> !page.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "not in docs/api/" + operation.page);
    }

    /** In a table whose header is "field", the first column must have only names of fields of requests, or "null". */
    @ParameterizedTest
    @MethodSource("operations")
    void theTablesOfAPageHaveOnlyFieldsOfItsRequests(Operation operation) throws IOException {
        var known = new TreeSet<>(Set.of("null"));
        operations().filter(other -> other.page.equals(operation.page)).forEach(other -> {
            List.of("", "/customer_info", "/contact_info", "/enquiry_info", "/order_info", "/product_details")
                    .forEach(place -> known.addAll(properties(OPEN_API.requestSchema(other.path), place)));
            SECOND_NAMES
                    .getOrDefault(other.path, Set.of())
                    .forEach(name -> known.add(name.substring(name.lastIndexOf('/') + 1)));
        });
        known.addAll(CustomerFilterJson.ATTRIBUTE_NAMES);
        var unknown = new TreeSet<String>();
        var inTable = false;
        var request = Files.readString(Path.of("docs/api", operation.page)).split("\n## Answer\n", 2)[0];
        for (var line : request.lines().toList()) {
            inTable = line.startsWith("| field |") || (inTable && line.startsWith("|"));
            if (inTable) {
                QUOTED.matcher(line.split("\\|", -1)[1]).results().forEach(word -> unknown.add(word.group(1)));
            }
        }
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown, "not in requests");
    }

    /**
     * A field that belongs in an object, but stands beside it, is only kept as an associate field. So the answer must
     * name it.
     */
    @ParameterizedTest
    @CsvSource({
        Paths.SAVE_CUSTOMER + ", customer_info",
        Paths.SAVE_ORDER + ", customer_info",
        Paths.SAVE_ORDER + ", order_info"
    })
    void aFieldBesideItsObjectIsNamedAsIgnored(String path, String object) {
        var operation =
                operations().filter(one -> one.path.equals(path)).findFirst().orElseThrow();
        var body = (ObjectNode) JsonMapper.shared().readTree(operation.valid.replace('\'', '"'));
        var names = properties(OPEN_API.requestSchema(path, body.toString()), "/" + object);
        CustomerFilterJson.ATTRIBUTE_NAMES.forEach(names::remove);
        // The id of the order is read there too.
        names.remove("order_id");
        names.forEach(name -> body.put(name, "1"));
        var unnamed = new TreeSet<>(names);
        unnamed.removeAll(
                path.equals(Paths.SAVE_ORDER)
                        ? SaveOrder.decode(body.toString().getBytes(StandardCharsets.UTF_8), Account.DEFAULT_ZONE)
                                .ignored()
                        : SaveCustomer.decode(body.toString().getBytes(StandardCharsets.UTF_8))
                                .ignored());
        assertEquals(Set.of(), unnamed);
    }

    /**
     * A field of {@code customer_info} that a flat body does not read is only kept as an associate field, so the answer
     * must name it.
     */
    @ParameterizedTest
    @ValueSource(strings = {Paths.SAVE_CUSTOMER_OLD, Paths.SAVE_ENQUIRY_OLD, Paths.SAVE_ORDER_OLD})
    void aFieldOfCustomerInfoInAFlatBodyIsNamedAsIgnored(String path) {
        var body = (ObjectNode) JsonMapper.shared().readTree("{\"name\":\"A\",\"phone\":\"1\"}");
        var names = properties(
                OPEN_API.requestSchema(Paths.SAVE_CUSTOMER, "{" + CUSTOMER.replace('\'', '"') + "}"), "/customer_info");
        names.removeAll(properties(OPEN_API.requestSchema(path, body.toString()), ""));
        names.removeAll(Set.of("customer_name", "email_id"));
        CustomerFilterJson.ATTRIBUTE_NAMES.forEach(names::remove);
        names.forEach(name -> body.put(name, "1"));
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        var ignored = switch (path) {
            case Paths.SAVE_CUSTOMER_OLD -> SaveCustomer.decode(bytes).ignored();
            case Paths.SAVE_ENQUIRY_OLD -> FlatEnquiry.decode(bytes).ignored();
            default -> SaveOrder.decode(bytes, Account.DEFAULT_ZONE).ignored();
        };
        assertEquals(names, new TreeSet<>(ignored));
    }

    /**
     * A page of {@code docs/api}, followed by what holds for all operations, and by the fields of Add Ticket if the
     * page refers to them.
     */
    private static String page(String name) throws IOException {
        var page = Files.readString(Path.of("docs/api", name)) + Files.readString(Path.of("docs/api/README.md"));
        return page.contains("all other fields of Add Ticket")
                ? page + Files.readString(Path.of("docs/api/add-ticket.md"))
                : page;
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        var rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static boolean isRead(Operation operation, String place, String name) {
        return VALUES.stream().anyMatch(value -> {
            var body = (ObjectNode) JsonMapper.shared().readTree(operation.valid.replace('\'', '"'));
            ((ObjectNode) body.at(place)).set(name, JsonMapper.shared().readTree(value));
            try {
                return operation.unknown.apply(body.toString().getBytes(StandardCharsets.UTF_8)).stream()
                        .noneMatch(unknown -> unknown.equals(name) || unknown.endsWith("." + name));
            } catch (ProblemException refused) {
                return true;
            }
        });
    }

    /** The names that the OpenAPI file has at a place of a request. */
    private static Set<String> properties(JsonNode schema, String place) {
        var names = new TreeSet<String>();
        var steps = Stream.of(place.split("/")).filter(step -> !Set.of("", "0").contains(step));
        collect(schema, steps.toList(), names);
        return names;
    }

    private static void collect(JsonNode node, List<String> steps, Set<String> names) {
        var schema = OPEN_API.resolve(node);
        for (var word : List.of("allOf", "oneOf", "anyOf")) {
            schema.path(word).forEach(part -> collect(part, steps, names));
        }
        if (schema.has("items")) {
            collect(schema.get("items"), steps, names);
        }
        if (steps.isEmpty()) {
            names.addAll(schema.path("properties").propertyNames());
        } else if (schema.path("properties").has(steps.get(0))) {
            collect(schema.get("properties").get(steps.get(0)), steps.subList(1, steps.size()), names);
        }
    }
}
