package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.RoundTrips;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.order.SaveOrder;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.UpdateTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The number of round trips of each write to PostgreSQL, from the first statement to the commit. A write that waits for
 * one more answer makes every client wait longer, and holds its locks longer.
 */
class RoundTripsTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");

    private static final String EXPECTED = """
            2 Add Customer
            3 Update Customer by id
            3 Update Customer by code
            3 Update Customer by phone
            3 Add Customer with an Idempotency-Key
            2 Add Ticket
            2 Add Ticket of a customer
            2 Add Ticket with phone and e-mail
            2 Update Ticket
            2 Update Ticket with its own fields
            2 Update Ticket, with a webhook
            4 Add Order
            4 Update Order""";

    /** How long after its last use the pool trusts a connection. */
    private static final Duration ALIVE = Duration.ofMillis(500);

    private final Map<String, Integer> counted = new LinkedHashMap<>();
    private int number;

    @Test
    void aWriteTakesFewRoundTrips() {
        try (var stores = new HookedAccount(TestDatabase.POSTGRESQL.create(), new SettableClock(NOW))) {
            var calls = new Calls(stores.stores, stores.account());
            count(stores, "Add Customer", transaction -> calls.saveCustomer(transaction, customer("")));
            var code = customer("");
            var customer = stores.stores.database().write(transaction -> calls.saveCustomer(transaction, code));
            count(
                    stores,
                    "Update Customer by id",
                    transaction -> calls.saveCustomer(transaction, customer("\"customer_id\":" + customer + ",")));
            count(
                    stores,
                    "Update Customer by code",
                    transaction -> calls.saveCustomer(
                            transaction, code.replace("{\"customer_name", "{\"update\":true,\"customer_name")));
            count(stores, "Update Customer by phone", transaction -> calls.saveCustomer(transaction, """
                            {"customer_info":{"update":true,"customer_name":"Asha","phone":"8000000001"}}"""));
            count(stores, "Add Customer with an Idempotency-Key", transaction -> calls.once(transaction, customer("")));
            count(stores, "Add Ticket", transaction -> calls.addTicket(transaction, "\"queue\":\"Repairs\""));
            count(
                    stores,
                    "Add Ticket of a customer",
                    transaction -> calls.addTicket(transaction, "\"customer_id\":\"" + customer + "\""));
            count(
                    stores,
                    "Add Ticket with phone and e-mail",
                    transaction ->
                            calls.addTicket(transaction, "\"phone\":\"7000000001\",\"email\":\"nobody@mail.example\""));
            var ticket = stores.add();
            count(stores, "Update Ticket", transaction -> calls.updateTicket(transaction, ticket, comment()));
            count(
                    stores,
                    "Update Ticket with its own fields",
                    transaction -> calls.updateTicket(
                            transaction, ticket, comment() + ",\"webform\":[{\"one\":" + ++number + "}]"));
            stores.hook("https://receiver.example/hook", false);
            count(
                    stores,
                    "Update Ticket, with a webhook",
                    transaction -> calls.updateTicket(
                            transaction, ticket, "\"sub_status\":\"" + (++number % 2 == 0 ? "IN" : "OP") + "\""));
            count(stores, "Add Order", transaction -> calls.saveOrder(transaction, order("")));
            var order = stores.stores.database().write(transaction -> calls.saveOrder(transaction, order("")));
            count(
                    stores,
                    "Update Order",
                    transaction -> calls.saveOrder(transaction, order(",\"order_id\":" + order.id())));
        }
        var lines = counted.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining("\n"));
        assertEquals(EXPECTED, lines);
    }

    /** Counts the round trips of a second call, because the first one adds names to the account lists. */
    private void count(HookedAccount account, String operation, Consumer<Transaction> work) {
        Runnable write = () -> account.stores.database().write(transaction -> {
            work.accept(transaction);
            return true;
        });
        // After a longer pause, which only a busy machine makes, the pool first asks whether the connection is alive.
        var took = Duration.ofDays(1);
        for (var trial = 0; trial < 20 && took.compareTo(ALIVE) > 0; trial++) {
            var start = System.nanoTime();
            write.run();
            // Looks at the schema. Otherwise the counted write might do it.
            assertTrue(account.stores.database().isReady());
            counted.put(operation, RoundTrips.of(write));
            took = Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private String customer(String more) {
        number++;
        return """
                {"customer_info":{"customer_name":"Asha",%2$s"customer_code":"C%1$d","phone":"8%1$09d",\
                "email_id":"asha%1$d@mail.example","zone":"South","primary_source":"Website"}}""".formatted(number, more);
    }

    private String comment() {
        return "\"sub_status\":\"OP\",\"comment\":\"note " + ++number + "\",\"title\":\"Title " + number + "\"";
    }

    private String order(String more) {
        number++;
        return """
                {"customer_info":{"customer_name":"Asha","phone":"91000%1$05d"},"order_info":{"remarks":"%1$d"%2$s},\
                "product_details":[{"sku_id":"A","rate":"10.50","quantity":"2"}]}""".formatted(number, more);
    }

    /** The writes of the API, without the web server. */
    private record Calls(Stores stores, Account account) {
        long saveCustomer(Transaction transaction, String body) {
            var change = SaveCustomer.decode(bytes(body)).asked();
            return stores.customers().save(transaction, account, change, NOW).id();
        }

        void once(Transaction transaction, String body) {
            var request = new IdempotencyStore.Request(account.cmId(), 1, bytes(body), bytes(body));
            assertEquals(
                    true,
                    new IdempotencyStore().claim(transaction, request, NOW).isEmpty());
            var id = saveCustomer(transaction, body);
            new IdempotencyStore().keep(transaction, request, new IdempotencyStore.About(id, 0), 200, bytes(body));
        }

        Ticket addTicket(Transaction transaction, String fields) {
            var body = "{\"title\":\"Broken\"," + fields + "}";
            var change = AddTicket.decode(bytes(body), account.zone()).asked();
            return stores.tickets()
                    .add(transaction, account, change, Rights.ALL, Author.UNKNOWN, NOW)
                    .ticket();
        }

        void updateTicket(Transaction transaction, long number, String fields) {
            var body = "{\"ticket_id\":\"" + number + "\"," + fields + "}";
            var change =
                    UpdateTicket.decode(bytes(body), account.zone()).asked().change();
            stores.tickets().update(transaction, account, number, change, Rights.ALL, Author.UNKNOWN, NOW);
        }

        SavedOrder saveOrder(Transaction transaction, String body) {
            var change = SaveOrder.decode(bytes(body), account.zone()).asked();
            return stores.orders().save(transaction, account, change, Rights.ALL, NOW);
        }

        private static byte[] bytes(String body) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }
}
