package dev.daybook.store.imports;

import dev.daybook.store.Database;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.order.OrderStore;
import dev.daybook.store.ticket.TicketStore;

/**
 * The stores that imports write to.
 *
 * @param database the open database
 * @param customers the customers
 * @param tickets the tickets
 * @param orders the orders
 */
public record ImportStores(Database database, CustomerStore customers, TicketStore tickets, OrderStore orders) {}
