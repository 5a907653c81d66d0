package dev.daybook.server;

import dev.daybook.domain.RecordKind;
import dev.daybook.http.Api;
import dev.daybook.http.CustomerRoutes;
import dev.daybook.http.FaqRoutes;
import dev.daybook.http.OrderRoutes;
import dev.daybook.http.RecordRoutes;
import dev.daybook.http.TicketRoutes;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.TicketJson;
import java.time.Clock;

/** Factory that makes the API of a server from the server's stores. */
final class Apis {
    private Apis() {}

    /** Creates the API without the operations and faults of a sandbox. */
    static Api of(Settings settings, Stores stores, Pipeline pipeline, Packs packs, Clock clock) {
        var database = stores.database();
        var maxLimit = settings.maxLimit();
        var idempotency = new Idempotency(database, clock);
        return new Api(
                pipeline,
                new CustomerRoutes(
                        database,
                        stores.customers(),
                        packs.pulls(RecordKind.CUSTOMER, CustomerJson::mask, clock),
                        idempotency,
                        clock,
                        maxLimit),
                new RecordRoutes(database, RecordKind.CUSTOMER, CustomerJson::mask, maxLimit),
                new TicketRoutes(
                        database,
                        stores.tickets(),
                        packs.pulls(RecordKind.TICKET, TicketJson::mask, clock),
                        idempotency,
                        clock,
                        maxLimit),
                new RecordRoutes(database, RecordKind.TICKET, TicketJson::mask, maxLimit),
                new OrderRoutes(
                        stores.orders(),
                        packs.pulls(RecordKind.ORDER, OrderJson::mask, clock),
                        idempotency,
                        clock,
                        maxLimit),
                new RecordRoutes(database, RecordKind.ORDER, OrderJson::mask, maxLimit),
                new FaqRoutes(database));
    }
}
