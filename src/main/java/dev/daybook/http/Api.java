package dev.daybook.http;

import dev.daybook.domain.account.Scope;
import dev.daybook.wire.Paths;
import io.javalin.config.RoutesConfig;
import java.util.List;

/**
 * The route table of the API: every operation of the vendor's reference that Daybook serves, in its order, and then
 * Daybook's own.
 */
public final class Api {
    private final Pipeline pipeline;
    private final List<Route> routes;

    /** Joins the operations with what every request goes through. */
    public Api(Pipeline pipeline, CustomerRoutes customers, RecordRoutes customerRecords, FaqRoutes faq) {
        this.pipeline = pipeline;
        this.routes = List.of(
                new Route(
                        "saveCustomer",
                        Scope.CUSTOMERS_WRITE,
                        customers::save,
                        List.of(Paths.SAVE_CUSTOMER, Paths.SAVE_CUSTOMER_OLD)),
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
                new Route("getFaqContents", Scope.FAQ_READ, faq::contents, List.of(Paths.GET_FAQ_CONTENTS)),
                new Route("getFaqCategories", Scope.FAQ_READ, faq::categories, List.of(Paths.GET_FAQ_CATEGORIES))
                        .withOptionalBody(),
                new Route("searchFaqContents", Scope.FAQ_READ, faq::search, List.of(Paths.SEARCH_FAQ_CONTENTS)),
                new Route("proveCustomers", Scope.CUSTOMERS_READ, customerRecords::prove, List.of(Paths.PROOF)),
                new Route("pullChanges", Scope.CUSTOMERS_READ, customerRecords::changes, List.of(Paths.CHANGES)));
    }

    /** Adds the operations to a server's routes. */
    public void addTo(RoutesConfig server) {
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
