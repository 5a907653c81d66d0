package dev.daybook.client.check;

import dev.daybook.wire.Paths;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Stand-ins: servers whose records have another order or other fields than Daybook's. */
final class RecordTwists {
    private static final String CUSTOMERS = Paths.PULL_CUSTOMERS;
    private static final String TICKETS = Paths.PULL_TICKETS;
    private static final String ORDERS = Paths.PULL_ORDERS;
    private static final DateTimeFormatter SPOKEN = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US);
    private static final DateTimeFormatter YEAR_FIRST = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.US);
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm", Locale.US);

    private RecordTwists() {}

    static List<Twist> all() {
        return Stream.of(rows(), records()).flatMap(List::stream).toList();
    }

    private static List<Twist> rows() {
        var calls = new AtomicInteger();
        return List.of(
                reordered("orders, the newest first", ORDERS, "orders.order", rows -> Collections.reverse(rows)),
                reordered(
                        "tickets by title",
                        TICKETS,
                        "tickets.order",
                        rows -> rows.sort(
                                Comparator.comparing(row -> -(row.path("taskId").asLong() % 7)
                                        * row.path("taskId").asLong()))),
                reordered(
                        "orders shuffled on each call",
                        ORDERS,
                        "orders.stable",
                        rows -> Collections.shuffle(rows, new Random(calls.incrementAndGet() * 7919L))),
                reordered(
                        "tickets shuffled on each call",
                        TICKETS,
                        "tickets.stable",
                        rows -> Collections.shuffle(rows, new Random(calls.incrementAndGet() * 7919L))),
                rows(
                        "customers shuffled on each page",
                        CUSTOMERS,
                        "customers.stable",
                        rows -> Collections.shuffle(rows, new Random(calls.incrementAndGet() * 7919L))),
                rows("the last customer of a page is of the next day", CUSTOMERS, "customers.days", rows -> {
                    var last = rows.get(rows.size() - 1);
                    last.put("generationDate", SPOKEN.format(spoken(last).plusDays(1)));
                }));
    }

    private static Twist rows(String name, String path, String named, Consumer<List<ObjectNode>> change) {
        return Twist.answers(
                name,
                named,
                (asked, given) -> asked.isAt(path) && given.status() == 200 && !given.isEmptyList()
                        ? given.allRows(rows -> {
                            change.accept(rows);
                            return rows;
                        })
                        : given);
    }

    /**
     * A server that changes the order of all rows of a day before it cuts the page out. It needs the whole day for
     * this, which fits into one page in these tests.
     */
    private static Twist reordered(String name, String path, String named, Consumer<List<ObjectNode>> change) {
        return new Twist(
                name,
                Set.of(named),
                asked -> asked.isPull(path) && cuts(asked) && asked.has("limit")
                        ? asked.with(fields -> fields.put("limit", "100").put("offset", "0"))
                        : asked,
                (asked, given) -> asked.isPull(path) && given.status() == 200
                        ? given.allRows(rows -> {
                            var changed = new ArrayList<>(rows);
                            change.accept(changed);
                            return cuts(asked)
                                    ? changed.stream()
                                            .skip(asked.offset())
                                            .limit(asked.limit())
                                            .toList()
                                    : changed;
                        })
                        : given);
    }

    private static boolean cuts(TwistedRequest asked) {
        return asked.limit() > 0 && asked.limit() <= 100 && asked.offset() >= 0 && !asked.has("cursor");
    }

    private static LocalDateTime spoken(ObjectNode row) {
        return LocalDateTime.parse(row.path("generationDate").asString(), SPOKEN);
    }

    private static List<Twist> records() {
        return List.of(
                customers("a customer's zone is missing", "customers.fields", row -> row.remove("zone")),
                customers("a customer's cmId is missing", "customers.fields", row -> row.remove("cmId")),
                customers("flags are texts", "customers.fields", row -> row.put("isApi", "false")),
                customers(
                        "customers' ids are texts",
                        "customers.ids",
                        row -> row.put("id", row.path("id").asString())),
                customers(
                        "a contact's phoneCountryCode is missing",
                        "customers.contacts",
                        row -> row.path("contacts")
                                .forEach(contact -> ((ObjectNode) contact).remove("phoneCountryCode"))),
                customers("null for an empty text", "customers.absent", row -> row.putNull("website")),
                customers(
                        "generationDate begins with the year",
                        "customers.times",
                        row -> row.put("generationDate", YEAR_FIRST.format(spoken(row)))),
                monthsFromOne(),
                customers(
                        "a contact's generationDate is a text",
                        "customers.times",
                        row -> row.path("contacts")
                                .forEach(contact -> ((ObjectNode) contact)
                                        .put(
                                                "generationDate",
                                                row.path("generationDate").asString()))),
                row(
                        TICKETS,
                        "nextFollowUp begins with the year",
                        "tickets.times",
                        row -> yearFirst(row, "nextFollowUp")),
                row(
                        TICKETS,
                        "lastFollowUp begins with the year",
                        "tickets.times",
                        row -> yearFirst(row, "lastFollowUp")),
                row(
                        TICKETS,
                        "a ticket's date begins with the year",
                        "tickets.times",
                        row -> row.put("date", YEAR_FIRST.format(dayFirst(row).plusSeconds(second(row))))),
                row(
                        TICKETS,
                        "tickets' times are those of UTC",
                        "tickets.zone",
                        row -> row.put("date", DAY_FIRST.format(dayFirst(row).minusMinutes(330)))),
                row(TICKETS, "a ticket's detail is missing", "tickets.fields", row -> row.remove("detail")),
                row(
                        TICKETS,
                        "taskId is a text",
                        "tickets.ids",
                        row -> row.put("taskId", row.path("taskId").asString())),
                row(ORDERS, "an order's erpOrderId is missing", "orders.fields", row -> row.remove("erpOrderId")));
    }

    static Twist monthsFromOne() {
        return customers(
                "months count from 1",
                "customers.times",
                row -> row.path("contacts").forEach(contact -> {
                    var created = (ObjectNode) contact.path("generationDate");
                    created.put("month", created.path("month").asInt() + 1);
                }));
    }

    /**
     * The second of the minute in which a ticket was created, computed from its id: the date of a ticket has no
     * seconds.
     */
    private static long second(ObjectNode ticket) {
        return ticket.path("ticketId").asLong() / 1_000 % 60;
    }

    private static void yearFirst(ObjectNode row, String name) {
        row.put(name, YEAR_FIRST.format(dayFirst(row)));
    }

    private static LocalDateTime dayFirst(ObjectNode row) {
        return LocalDateTime.parse(row.path("date").asString(), DAY_FIRST);
    }

    private static Twist row(String path, String name, String named, Consumer<ObjectNode> change) {
        return rows(name, path, named, rows -> rows.forEach(change));
    }

    /** A server that changes the customers in all its answers. */
    private static Twist customers(String name, String named, Consumer<ObjectNode> change) {
        return Twist.answers(name, named, (asked, given) -> {
            if (given.status() != 200) {
                return given;
            }
            if (asked.path().startsWith(Paths.GET_CUSTOMER)) {
                return given.root(root -> {
                    if (root.path("Customer Details") instanceof ObjectNode customer) {
                        change.accept(customer);
                    }
                });
            }
            return asked.isAt(CUSTOMERS) || asked.isAt(Paths.PULL_CUSTOMERS_OLD) ? given.rows(change) : given;
        });
    }
}
