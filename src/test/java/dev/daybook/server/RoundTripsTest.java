package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.RoundTrips;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
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
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The number of round trips of each write to PostgreSQL, from the first statement to the commit, and the number of its
 * statements on SQLite. On PostgreSQL a write that waits for one more answer makes every client wait longer, and holds
 * its locks longer. On SQLite a round trip costs nothing, but each statement takes time of the one writer. So a look-up
 * that may turn out to be unnecessary may share a round trip on PostgreSQL, but must not run on SQLite.
 */
class RoundTripsTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");

    /** The round trips to PostgreSQL, and the statements on SQLite. */
    private static final String EXPECTED = """
            2 11 Add Customer
            3 13 Update Customer by id
            3 12 Update Customer by code
            3 10 Update Customer by phone
            3 14 Add Customer with an Idempotency-Key
            2 11 Add Ticket
            2 12 Add Ticket of a customer
            2 13 Add Ticket with phone and e-mail
            3 15 Add Ticket with unknown customer, phone and e-mail
            2 12 Add Ticket with assignee
            2 13 Update Ticket
            2 15 Update Ticket with its own fields
            3 14 Update Ticket with assignee
            3 15 Update Ticket with phone and e-mail
            4 16 Update Ticket with unknown customer code, phone and e-mail
            3 14 Update Ticket with customer code
            3 14 Update Ticket of a customer, with its phone
            3 14 Update Ticket of a customer, with its code and phone
            3 15 Update Ticket of a customer, with its code and assignee
            4 16 Update Ticket of a customer, with other phone and e-mail
            4 19 Update Ticket of a customer, with unknown code, other phone and e-mail, and assignee
            4 21 Update Ticket of a customer, with a note after ten others, and all of these
            2 15 Update Ticket, with a webhook
            4 14 Add Order
            4 23 Update Order
            5 22 Update Order of another buyer""";

    private static final String ASSIGNEE = ",\"assign_emp_name\":\"Mira\"";
    private static final String NOTE = ",\"comment\":\"Called back\"";
    private static final String UNKNOWN_CODE = ",\"customer_code\":\"X-404\"";

    /** How long the pool trusts a connection after the connection's last use. */
    private static final Duration ALIVE = Duration.ofMillis(500);

    private int number;

    @Test
    void aWriteTakesFewRoundTripsAndFewStatements() {
        var trips = counted(PatientStores.open(TestDatabase.POSTGRESQL.create()), RoundTrips::of);
        var faults = new StatementFaults();
        var statements = counted(Stores.open(TestDatabase.SQLITE.create(), faults.options()), write -> {
            faults.arm(StatementFaults.Kind.BROKEN, Integer.MAX_VALUE, 0);
            write.run();
            return faults.counted();
        });
        assertEquals(
                EXPECTED,
                trips.entrySet().stream()
                        .map(each -> each.getValue() + " " + statements.get(each.getKey()) + " " + each.getKey())
                        .collect(Collectors.joining("\n")));
    }

    /** An open looks at the change numbers of all accounts together: it sends no statement per account. */
    @Test
    void anOpenTakesNoMoreRoundTripsForManyAccounts() {
        var url = TestDatabase.POSTGRESQL.create();
        Runnable open = () -> Stores.open(url).close();
        var before = RoundTrips.of(open);
        try (var stores = Stores.open(url)) {
            stores.database().run(transaction -> {
                for (var cmId = 100L; cmId < 200; cmId++) {
                    AccountStore.add(transaction, new Account(cmId, "Many", Account.DEFAULT_ZONE, "{}"));
                }
            });
        }
        assertEquals(before, RoundTrips.of(open));
    }

    /** Counts something for each kind of write. */
    private Map<String, Integer> counted(Stores stores, ToIntFunction<Runnable> counter) {
        var counts = new Counts(stores, counter, new LinkedHashMap<>());
        try (var account = new HookedAccount(stores, new SettableClock(NOW))) {
            count(account, counts);
        }
        return counts.counted;
    }

    private void count(HookedAccount account, Counts counts) {
        var stores = account.stores;
        var calls = new Calls(stores, account.account());
        counts.add("Add Customer", transaction -> calls.saveCustomer(transaction, customer("")));
        var code = customer("");
        var customer = stores.database().write(transaction -> calls.saveCustomer(transaction, code));
        counts.add(
                "Update Customer by id",
                transaction -> calls.saveCustomer(transaction, customer("\"customer_id\":" + customer + ",")));
        counts.add(
                "Update Customer by code",
                transaction -> calls.saveCustomer(
                        transaction, code.replace("{\"customer_name", "{\"update\":true,\"customer_name")));
        counts.add("Update Customer by phone", transaction -> calls.saveCustomer(transaction, """
                        {"customer_info":{"update":true,"customer_name":"Asha","phone":"8000000001"}}"""));
        counts.add("Add Customer with an Idempotency-Key", transaction -> calls.once(transaction, customer("")));
        var buyer = stores.database().write(transaction -> calls.saveCustomer(transaction, customer("")));
        var itsCode = ",\"customer_code\":\"C" + number + "\"";
        var itsPhone = ",\"phone\":\"8%09d\"".formatted(number);
        Map<String, Supplier<String>> added = new LinkedHashMap<>();
        added.put("", () -> ",\"queue\":\"Repairs\"");
        added.put(" of a customer", () -> ",\"customer_id\":\"" + buyer + "\"");
        added.put(" with phone and e-mail", this::reach);
        added.put(" with unknown customer, phone and e-mail", () -> ",\"customer_id\":\"77\"" + reach());
        added.put(" with assignee", () -> ASSIGNEE);
        added.forEach((with, fields) ->
                counts.add("Add Ticket" + with, transaction -> calls.addTicket(transaction, fields.get())));
        var ticket = account.add();
        Map<String, Supplier<String>> updated = new LinkedHashMap<>();
        updated.put("", () -> "");
        updated.put(" with its own fields", () -> ",\"webform\":[{\"one\":" + ++number + "}]");
        updated.put(" with assignee", () -> ASSIGNEE);
        updated.put(" with phone and e-mail", this::reach);
        updated.put(" with unknown customer code, phone and e-mail", () -> UNKNOWN_CODE + reach());
        updated.put(" with customer code", () -> itsCode);
        updated.put(" of a customer, with its phone", () -> itsPhone);
        updated.put(" of a customer, with its code and phone", () -> itsCode + itsPhone);
        updated.put(" of a customer, with its code and assignee", () -> itsCode + ASSIGNEE);
        updated.put(" of a customer, with other phone and e-mail", this::reach);
        updated.put(
                " of a customer, with unknown code, other phone and e-mail, and assignee",
                () -> UNKNOWN_CODE + reach() + ASSIGNEE);
        updated.forEach((with, fields) -> counts.add(
                "Update Ticket" + with,
                transaction -> calls.updateTicket(transaction, ticket, title() + fields.get())));
        for (var note = 0; note < 10; note++) {
            stores.database().run(transaction -> calls.updateTicket(transaction, ticket, title() + NOTE));
        }
        counts.add(
                "Update Ticket of a customer, with a note after ten others, and all of these",
                transaction ->
                        calls.updateTicket(transaction, ticket, title() + NOTE + UNKNOWN_CODE + reach() + ASSIGNEE));
        account.hook("https://receiver.example/hook", false);
        counts.add(
                "Update Ticket, with a webhook",
                transaction -> calls.updateTicket(
                        transaction, ticket, "\"sub_status\":\"" + (++number % 2 == 0 ? "IN" : "OP") + "\""));
        counts.add("Add Order", transaction -> calls.saveOrder(transaction, order("")));
        var order = stores.database().write(transaction -> calls.saveOrder(transaction, order("")));
        Supplier<String> changed = () -> order(",\"order_id\":" + order.id());
        counts.add("Update Order", transaction -> calls.saveOrder(transaction, changed.get()));
        counts.add(
                "Update Order of another buyer",
                transaction -> calls.saveOrder(transaction, changed.get().replace("Asha", "Asha " + number)));
    }

    /** What the counter counted for each kind of write. */
    private record Counts(Stores stores, ToIntFunction<Runnable> counter, Map<String, Integer> counted) {
        /** Calls {@code work} twice and counts only the second call: the first adds names to the account lists. */
        void add(String operation, Consumer<Transaction> work) {
            Runnable write = () -> stores.database().run(work);
            // After a longer pause, which only a busy machine makes, the pool first asks whether the connection is
            // alive.
            var took = Duration.ofDays(1);
            for (var trial = 0; trial < 20 && took.compareTo(ALIVE) > 0; trial++) {
                var start = System.nanoTime();
                write.run();
                // Looks at the schema. Otherwise the counted write might do it.
                assertTrue(stores.database().isReady());
                counted.put(operation, counter.applyAsInt(write));
                took = Duration.ofNanos(System.nanoTime() - start);
            }
        }
    }

    private String customer(String more) {
        number++;
        return """
                {"customer_info":{"customer_name":"Asha",%2$s"customer_code":"C%1$d","phone":"8%1$09d",\
                "email_id":"asha%1$d@mail.example","zone":"South","primary_source":"Website"}}""".formatted(number, more);
    }

    private String reach() {
        number++;
        return ",\"phone\":\"7%1$09d\",\"email_id\":\"nobody%1$d@mail.example\"".formatted(number);
    }

    private String title() {
        return "\"sub_status\":\"OP\",\"title\":\"Title " + ++number + "\"";
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
            assertEquals(true, IdempotencyStore.claim(transaction, request, NOW).isEmpty());
            var id = saveCustomer(transaction, body);
            IdempotencyStore.keep(transaction, request, new IdempotencyStore.About(id, 0), 200, bytes(body));
        }

        Ticket addTicket(Transaction transaction, String fields) {
            var body = "{\"title\":\"Broken\"" + fields + "}";
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
