package dev.daybook.http;

import static dev.daybook.domain.account.Scope.CUSTOMERS_READ;
import static dev.daybook.domain.account.Scope.CUSTOMERS_WRITE;
import static dev.daybook.domain.account.Scope.EVERYTHING;
import static dev.daybook.domain.account.Scope.FAQ_READ;
import static dev.daybook.domain.account.Scope.ORDERS_READ;
import static dev.daybook.domain.account.Scope.ORDERS_WRITE;
import static dev.daybook.domain.account.Scope.TICKETS_READ;
import static dev.daybook.domain.account.Scope.TICKETS_WRITE;

import dev.daybook.domain.account.Scope;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.http.pipeline.Route;
import dev.daybook.wire.Paths;
import io.javalin.config.RoutesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The route table of the API: the vendor's operations in the order of its reference, then Daybook's own. */
public final class Api {
    private final Pipeline pipeline;
    private final List<Route> routes;

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
                route("addTicket", TICKETS_WRITE, tickets::add, Paths.ADD_TICKET, Paths.ADD_TICKET_OLD),
                route("updateTicket", TICKETS_WRITE, tickets::update, Paths.UPDATE_TICKET, Paths.UPDATE_TICKET_OLD),
                route("getTickets", TICKETS_READ, tickets::get, Paths.GET_TICKET, Paths.GET_TICKET_OLD),
                route("pullTickets", TICKETS_READ, tickets::pull, Paths.PULL_TICKETS, Paths.PULL_TICKETS_OLD),
                route("saveCustomer", CUSTOMERS_WRITE, customers::save, Paths.SAVE_CUSTOMER, Paths.SAVE_CUSTOMER_OLD),
                route("saveEnquiry", CUSTOMERS_WRITE, customers::saveEnquiry, Paths.SAVE_ENQUIRY_OLD),
                route("getCustomer", CUSTOMERS_READ, customers::get, Paths.GET_CUSTOMER, Paths.GET_CUSTOMER_VERSIONED),
                route("pullCustomers", CUSTOMERS_READ, customers::pull, Paths.PULL_CUSTOMERS, Paths.PULL_CUSTOMERS_OLD),
                route("saveOrder", ORDERS_WRITE, orders::save, Paths.SAVE_ORDER, Paths.SAVE_ORDER_OLD),
                route("pullOrders", ORDERS_READ, orders::pull, Paths.PULL_ORDERS),
                route("getFaqContents", FAQ_READ, faq::contents, Paths.GET_FAQ_CONTENTS),
                route("getFaqCategories", FAQ_READ, faq::categories, Paths.GET_FAQ_CATEGORIES)
                        .withOptionalBody(),
                route("searchFaqContents", FAQ_READ, faq::search, Paths.SEARCH_FAQ_CONTENTS),
                route("proveCustomers", CUSTOMERS_READ, customerRecords::prove, Paths.PROOF_OF_CUSTOMERS),
                route("pullChanges", CUSTOMERS_READ, customerRecords::changes, Paths.CUSTOMER_CHANGES),
                route("proveTickets", TICKETS_READ, ticketRecords::prove, Paths.PROOF_OF_TICKETS),
                route("pullTicketChanges", TICKETS_READ, ticketRecords::changes, Paths.TICKET_CHANGES),
                route("proveOrders", ORDERS_READ, orderRecords::prove, Paths.PROOF_OF_ORDERS),
                route("pullOrderChanges", ORDERS_READ, orderRecords::changes, Paths.ORDER_CHANGES));
    }

    private static Route route(String name, Scope scope, Function<Call, Answer> handler, String... paths) {
        return new Route(name, scope, handler, List.of(paths));
    }

    private Api(Pipeline pipeline, List<Route> routes) {
        this.pipeline = pipeline;
        this.routes = List.copyOf(routes);
    }

    /**
     * This API with the operations of a sandbox added. Faults can strike all other operations, but only in requests of
     * the sandbox's account.
     */
    public Api withSandbox(SandboxRoutes sandbox, Faults faults) {
        var all = new ArrayList<>(routes.stream()
                .map(route -> faults.around(route, sandbox.cmId()))
                .toList());
        all.add(route("resetSandbox", EVERYTHING, sandbox::reset, Paths.SANDBOX_RESET));
        all.add(route("moveClock", EVERYTHING, sandbox::clock, Paths.SANDBOX_CLOCK));
        all.add(route("setFaults", EVERYTHING, sandbox::faults, Paths.SANDBOX_FAULTS));
        return new Api(pipeline, all);
    }

    /** The names of the operations. */
    public List<String> operations() {
        return routes.stream().map(Route::name).toList();
    }

    /**
     * Adds the operations to a server's routes.
     *
     * @param origins the other web origins whose pages may call the operations and read their description
     */
    public void addTo(RoutesConfig server, List<String> origins) {
        new CorsHeaders(origins).addTo(server, paths());
        for (var route : routes) {
            for (var path : route.paths()) {
                server.post(path, context -> pipeline.serve(context, route));
            }
        }
    }

    /** Every path of the API. */
    public List<String> paths() {
        return routes.stream().flatMap(route -> route.paths().stream()).toList();
    }
}
