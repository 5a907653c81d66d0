package dev.daybook.store.imports;

import dev.daybook.store.Database;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.order.OrderStore;
import dev.daybook.store.ticket.TicketStore;

/** The stores that imports write to. */
public record ImportStores(Database database, CustomerStore customers, TicketStore tickets, OrderStore orders) {}
