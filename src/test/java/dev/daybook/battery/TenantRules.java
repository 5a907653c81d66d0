package dev.daybook.battery;

import static dev.daybook.battery.Pool.Kind.CODE;
import static dev.daybook.battery.Pool.Kind.CURSOR;
import static dev.daybook.battery.Pool.Kind.EMAIL;
import static dev.daybook.battery.Pool.Kind.ID;
import static dev.daybook.battery.Pool.Kind.PHONE;

import dev.daybook.domain.account.Scope;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The required answer of each operation to a request that names data of another account. An operation without a rule
 * fails the build, so that its author must decide.
 */
final class TenantRules {
    private static final String NOTHING = "\\{(\"totalCount\":0,)?\"message\":\\[\\],.*";
    private static final String UNKNOWN = ".*(No Data found|does not exist|no .* of this customer|failed).*";
    private static final String ANY = ".*";
    private static final String CURSOR_REFUSED = ".*cursor: expected the value of an earlier answer.*";
    private static final String DAYS = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",";

    /**
     * A request that names data of another account.
     *
     * @param body the body, with {@code %s} in place of the value
     * @param kind the kind of value that names the data
     * @param status the status of the answer
     * @param answer a pattern for the body of the answer
     */
    record Probe(String body, Pool.Kind kind, int status, Pattern answer) {}

    /** The scope that an operation needs, and its probes. */
    record Rule(Scope scope, List<Probe> probes) {}

    static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry(
                    "saveCustomer",
                    rule(
                            Scope.CUSTOMERS_WRITE,
                            probe("{\"customer_info\":{\"customer_id\":\"%s\",\"city\":\"Pune\"}}", ID, 404, UNKNOWN),
                            probe(
                                    "{\"customer_info\":{\"customer_name\":\"B\",\"phone\":\"9000000999\"},\"contact_info\":"
                                            + "[{\"contact_id\":\"%s\",\"contact_person_phone\":\"1\"}]}",
                                    ID, 404, UNKNOWN),
                            probe(
                                    "{\"customer_info\":{\"customer_name\":\"B\",\"phone\":\"9000000999\"},\"enquiry_info\":"
                                            + "{\"enquiry_id\":\"%s\",\"remarks\":\"b\"}}",
                                    ID, 404, UNKNOWN))),
            Map.entry(
                    "saveCustomerOld",
                    rule(Scope.CUSTOMERS_WRITE, probe("{\"customer_id\":\"%s\",\"city\":\"Pune\"}", ID, 404, UNKNOWN))),
            Map.entry(
                    "saveEnquiry",
                    rule(
                            Scope.CUSTOMERS_WRITE,
                            probe("{\"customer_id\":\"%s\",\"remarks\":\"b\"}", ID, 404, UNKNOWN),
                            probe("{\"enquiry_id\":\"%s\",\"remarks\":\"b\"}", ID, 404, UNKNOWN))),
            Map.entry("getCustomer", getCustomer()),
            Map.entry("getCustomerVersioned", getCustomer()),
            Map.entry("pullCustomers", pullCustomers()),
            Map.entry("pullCustomersOld", pullCustomers()),
            Map.entry(
                    "saveOrder",
                    rule(
                            Scope.ORDERS_WRITE,
                            probe("{\"order_info\":{\"order_id\":\"%s\",\"remarks\":\"b\"}}", ID, 404, UNKNOWN),
                            probe(
                                    "{\"customer_info\":{\"customer_id\":\"%s\"},\"order_info\":{\"remarks\":\"b\"}}",
                                    ID, 404, UNKNOWN))),
            Map.entry(
                    "saveOrderOld",
                    rule(Scope.ORDERS_WRITE, probe("{\"order_id\":\"%s\",\"remarks\":\"b\"}", ID, 404, UNKNOWN))),
            Map.entry(
                    "pullOrders",
                    rule(
                            Scope.ORDERS_READ,
                            probe("{\"cmId\":2000,\"orderIds\":\"%s\"}", ID, 200, NOTHING),
                            probe("{\"cmId\":2000,\"customerIds\":\"%s\"}", ID, 200, NOTHING),
                            probe("{\"cmId\":2000,\"enquiryIds\":\"%s\"}", ID, 200, NOTHING),
                            probe("{\"cmId\":2000,\"erpOrderId\":\"%s\"}", CODE, 200, NOTHING),
                            probe("{\"cmId\":2000,\"phone\":\"%s\"}", PHONE, 200, NOTHING),
                            probe("{\"cmId\":2000,\"email\":\"%s\"}", EMAIL, 200, NOTHING),
                            probe("{\"cmId\":2000," + DAYS + "\"cursor\":\"%s\"}", CURSOR, 400, CURSOR_REFUSED))),
            Map.entry("addTicket", addTicket()),
            Map.entry("addTicketOld", addTicket()),
            Map.entry("updateTicket", updateTicket()),
            Map.entry("updateTicketOld", updateTicket()),
            Map.entry("getTickets", getTickets()),
            Map.entry("getTicketsOld", getTickets()),
            Map.entry("pullTickets", pullTickets()),
            Map.entry("pullTicketsOld", pullTickets()),
            Map.entry(
                    "getFaqContents",
                    rule(
                            Scope.FAQ_READ,
                            probe("{\"category_id\":\"%s\"}", ID, 200, ".*\"contents\":\\[\\],\"totalCount\":0.*"))),
            Map.entry("getFaqCategories", rule(Scope.FAQ_READ, probe("{\"category_id\":\"%s\"}", ID, 200, ANY))),
            Map.entry(
                    "searchFaqContents",
                    rule(
                            Scope.FAQ_READ,
                            probe(
                                    "{\"search_text\":\"refund\",\"category_id\":\"%s\"}",
                                    ID, 200, ".*\"totalCount\":0.*"))),
            Map.entry("proveCustomers", prove(Scope.CUSTOMERS_READ)),
            Map.entry("pullChanges", changes(Scope.CUSTOMERS_READ)),
            Map.entry("proveOrders", prove(Scope.ORDERS_READ)),
            Map.entry("pullOrderChanges", changes(Scope.ORDERS_READ)),
            Map.entry("proveTickets", prove(Scope.TICKETS_READ)),
            Map.entry("pullTicketChanges", changes(Scope.TICKETS_READ)),
            // A sandbox has only its own account, which http.SandboxTest covers; other servers do not have these
            // operations.
            Map.entry("resetSandbox", rule(Scope.EVERYTHING)),
            Map.entry("moveClock", rule(Scope.EVERYTHING)),
            Map.entry("setFaults", rule(Scope.EVERYTHING)));

    private TenantRules() {}

    private static Rule getCustomer() {
        return rule(
                Scope.CUSTOMERS_READ,
                probe("{\"kapture_customer_id\":\"%s\"}", ID, 404, UNKNOWN),
                probe("{\"customer_id\":%s}", ID, 404, UNKNOWN),
                probe("{\"phone\":\"%s\"}", PHONE, 404, UNKNOWN),
                probe("{\"email_id\":\"%s\"}", EMAIL, 404, UNKNOWN));
    }

    private static Rule pullCustomers() {
        return rule(
                Scope.CUSTOMERS_READ,
                probe("{\"cm_id\":2000," + DAYS + "\"customer_id\":\"%s\"}", ID, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"zoneIdStr\":\"%s\"}", ID, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"assignedToIdStr\":\"%s\"}", ID, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"customerCode\":\"%s\"}", CODE, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"phone\":\"%s\"}", PHONE, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"email\":\"%s\"}", EMAIL, 200, NOTHING),
                probe("{\"cm_id\":2000," + DAYS + "\"cursor\":\"%s\"}", CURSOR, 400, CURSOR_REFUSED));
    }

    private static Rule addTicket() {
        return rule(
                Scope.TICKETS_WRITE,
                probe("{\"title\":\"b\",\"customer_id\":\"%s\"}", ID, 200, ANY),
                probe("{\"title\":\"b\",\"customer_code\":\"%s\"}", CODE, 200, ANY),
                probe("{\"title\":\"b\",\"phone\":\"%s\"}", PHONE, 200, ANY));
    }

    private static Rule updateTicket() {
        return rule(
                Scope.TICKETS_WRITE,
                probe("{\"ticket_id\":\"%s\",\"status\":\"C\",\"sub_status\":\"CL\"}", ID, 404, UNKNOWN));
    }

    private static Rule getTickets() {
        return rule(
                Scope.TICKETS_READ,
                probe(
                        "{\"ticket_ids\":\"%s\",\"conversation_type\":\"all\",\"history_type\":\"all\"}",
                        ID, 200, "\\[\\]"));
    }

    private static Rule pullTickets() {
        return rule(
                Scope.TICKETS_READ,
                probe("{\"customer_code\":\"%s\"}", CODE, 200, ".*\"message\":\\[\\].*|.*\"tickets\":\\[\\].*"),
                probe(
                        "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\",\"cursor\":\"%s\"}",
                        CURSOR, 400, CURSOR_REFUSED));
    }

    private static Rule prove(Scope scope) {
        return rule(
                scope,
                probe(
                        "{\"cm_id\":2000,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-02\",\"x\":\"%s\"}",
                        ID, 200, ANY));
    }

    private static Rule changes(Scope scope) {
        return rule(scope, probe("{\"cm_id\":2000,\"cursor\":\"%s\"}", CURSOR, 400, CURSOR_REFUSED));
    }

    private static Rule rule(Scope scope, Probe... probes) {
        return new Rule(scope, List.of(probes));
    }

    private static Probe probe(String body, Pool.Kind kind, int status, String answer) {
        return new Probe(body, kind, status, Pattern.compile(answer, Pattern.DOTALL));
    }
}
