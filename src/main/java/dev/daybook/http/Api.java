package dev.daybook.http;

import dev.daybook.domain.account.Scope;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.http.pipeline.Route;
import dev.daybook.wire.Paths;
import io.javalin.config.RoutesConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The route table of the API: the vendor's operations in the order of its reference, then Daybook's own. */
public final class Api {
    private final Pipeline pipeline;
    private final List<Route> routes;

    /** Builds the route table. */
    public Api(
            Pipeline pipeline,
            CustomerRoutes customers,
            RecordRoutes customerRecords,
            TicketRoutes tickets,
            RecordRoutes ticketRecords,
            OrderRoutes orders,
            RecordRoutes orderRecords,
            FaqRoutes faq) {
        this.pipeline = pipeline;
        this.routes = List.of(
                new Route(
                        "addTicket",
                        Scope.TICKETS_WRITE,
                        tickets::add,
                        List.of(Paths.ADD_TICKET, Paths.ADD_TICKET_OLD)),
                new Route(
                        "updateTicket",
                        Scope.TICKETS_WRITE,
                        tickets::update,
                        List.of(Paths.UPDATE_TICKET, Paths.UPDATE_TICKET_OLD)),
                new Route(
                        "getTickets",
                        Scope.TICKETS_READ,
                        tickets::get,
                        List.of(Paths.GET_TICKET, Paths.GET_TICKET_OLD)),
                new Route(
                        "pullTickets",
                        Scope.TICKETS_READ,
                        tickets::pull,
                        List.of(Paths.PULL_TICKETS, Paths.PULL_TICKETS_OLD)),
                new Route(
                        "saveCustomer",
                        Scope.CUSTOMERS_WRITE,
                        customers::save,
                        List.of(Paths.SAVE_CUSTOMER, Paths.SAVE_CUSTOMER_OLD)),
                new Route(
                        "saveEnquiry", Scope.CUSTOMERS_WRITE, customers::saveEnquiry, List.of(Paths.SAVE_ENQUIRY_OLD)),
                new Route(
                        "getCustomer",
                        Scope.CUSTOMERS_READ,
                        customers::get,
                        List.of(Paths.GET_CUSTOMER, Paths.GET_CUSTOMER_VERSIONED)),
                new Route(
                        "pullCustomers",
                        Scope.CUSTOMERS_READ,
                        customers::pull,
                        List.of(Paths.PULL_CUSTOMERS, Paths.PULL_CUSTOMERS_OLD)),
                new Route(
                        "saveOrder", Scope.ORDERS_WRITE, orders::save, List.of(Paths.SAVE_ORDER, Paths.SAVE_ORDER_OLD)),
                new Route("pullOrders", Scope.ORDERS_READ, orders::pull, List.of(Paths.PULL_ORDERS)),
                new Route("getFaqContents", Scope.FAQ_READ, faq::contents, List.of(Paths.GET_FAQ_CONTENTS)),
                new Route("getFaqCategories", Scope.FAQ_READ, faq::categories, List.of(Paths.GET_FAQ_CATEGORIES))
                        .withOptionalBody(),
                new Route("searchFaqContents", Scope.FAQ_READ, faq::search, List.of(Paths.SEARCH_FAQ_CONTENTS)),
                new Route("proveCustomers", Scope.CUSTOMERS_READ, customerRecords::prove, List.of(Paths.PROOF)),
                new Route("pullChanges", Scope.CUSTOMERS_READ, customerRecords::changes, List.of(Paths.CHANGES)),
                new Route("proveTickets", Scope.TICKETS_READ, ticketRecords::prove, List.of(Paths.PROOF_OF_TICKETS)),
                new Route(
                        "pullTicketChanges", Scope.TICKETS_READ, ticketRecords::changes, List.of(Paths.TICKET_CHANGES)),
                new Route("proveOrders", Scope.ORDERS_READ, orderRecords::prove, List.of(Paths.PROOF_OF_ORDERS)),
                new Route("pullOrderChanges", Scope.ORDERS_READ, orderRecords::changes, List.of(Paths.ORDER_CHANGES)));
    }

    private Api(Pipeline pipeline, List<Route> routes) {
        this.pipeline = pipeline;
        this.routes = List.copyOf(routes);
    }

    /** The API of a sandbox: with the sandbox's operations, and with faults around all others. */
    public Api withSandbox(SandboxRoutes sandbox, Faults faults) {
        var all = new ArrayList<>(routes.stream().map(faults::around).toList());
        all.add(new Route("resetSandbox", Scope.EVERYTHING, sandbox::reset, List.of(Paths.SANDBOX_RESET)));
        all.add(new Route("moveClock", Scope.EVERYTHING, sandbox::clock, List.of(Paths.SANDBOX_CLOCK)));
        all.add(new Route("setFaults", Scope.EVERYTHING, sandbox::faults, List.of(Paths.SANDBOX_FAULTS)));
        return new Api(pipeline, all);
    }

    /** The names of the operations. */
    public List<String> operations() {
        return routes.stream().map(Route::name).toList();
    }

    /** Adds the operations to a server's routes. */
    public void addTo(RoutesConfig server) {
        // Javalin searches its routes from the first on: the most frequent come first.
        for (var route : mostAskedFirst()) {
            for (var path : route.paths()) {
                server.post(path, context -> pipeline.serve(context, route));
            }
        }
    }

    private List<Route> mostAskedFirst() {
        return routes.stream()
                .sorted(Comparator.comparing(route -> !route.name().startsWith("pull")))
                .toList();
    }

    /** Every path of the API. */
    public List<String> paths() {
        return routes.stream().flatMap(route -> route.paths().stream()).toList();
    }
}
