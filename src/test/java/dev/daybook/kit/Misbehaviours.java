package dev.daybook.kit;

import dev.daybook.kit.Misbehaviour.Sort;
import dev.daybook.kit.VendorAnswer.Delivery;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Misbehaviours of servers that were observed or seem possible, by name. Some have counters, so each call creates new
 * objects.
 */
public final class Misbehaviours {
    /** A text in each record that shows whether an encoding was understood. */
    public static final String NOTE = "Zo\u00eb \u2013 5 \u20ac";

    /** A text for Latin-1, used instead of {@link #NOTE}, which has characters that Latin-1 lacks. */
    public static final String LATIN_NOTE = "Zo\u00eb \u00b7 \u00a75";

    private Misbehaviours() {}

    /** All misbehaviours. */
    public static List<Misbehaviour> all() {
        return Stream.of(
                        windows(),
                        pages(),
                        orders(),
                        probes(),
                        emptyDays(),
                        BodyMisbehaviours.all(),
                        records(),
                        failures())
                .flatMap(List::stream)
                .toList();
    }

    /** The misbehaviour of this name. */
    public static Misbehaviour named(String name) {
        return all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no misbehaviour is called " + name));
    }

    // Misbehaviours in the selection of records.

    public static List<Misbehaviour> windows() {
        return List.of(
                Misbehaviour.of("end date exclusive", Sort.WINDOW)
                        .requests(
                                asked -> asked.within(asked.from(), asked.last().atStartOfDay())),
                Misbehaviour.of("end date is its first instant", Sort.WINDOW)
                        .requests(asked -> asked.within(
                                asked.from(), asked.last().atStartOfDay().plusSeconds(1))),
                Misbehaviour.of("from behind the first instant to that of the end date", Sort.WINDOW)
                        .requests(asked -> asked.within(
                                asked.from().plusSeconds(1),
                                asked.last().atStartOfDay().plusSeconds(1))),
                Misbehaviour.of("start date exclusive", Sort.WINDOW)
                        .requests(asked -> asked.within(asked.from().plusDays(1), asked.until())),
                Misbehaviour.of("days of UTC", Sort.WINDOW)
                        .requests(asked -> asked.within(
                                asked.from().plusHours(5).plusMinutes(30),
                                asked.until().plusHours(5).plusMinutes(30))),
                Misbehaviour.of("dates ignored", Sort.WINDOW)
                        .requests(asked -> asked.within(LocalDateTime.MIN, LocalDateTime.MAX)),
                Misbehaviour.of("the day after added", Sort.WINDOW)
                        .requests(asked ->
                                asked.within(asked.from(), asked.until().plusDays(1))),
                Misbehaviour.of("every day empty", Sort.WINDOW)
                        .requests(asked -> asked.within(LocalDateTime.MIN, LocalDateTime.MIN)));
    }

    // Misbehaviours in the division of a day into pages.

    public static List<Misbehaviour> pages() {
        return List.of(
                capsPages(50),
                capsPages(25),
                capsPages(1),
                Misbehaviour.of("limit and offset ignored", Sort.PAGING)
                        .requests(asked -> asked.part(Integer.MAX_VALUE, 0)),
                Misbehaviour.of("offset ignored", Sort.PAGING).requests(asked -> asked.part(asked.limit(), 0)),
                Misbehaviour.of("offset ignored, pages capped at 50", Sort.PAGING)
                        .requests(asked -> asked.part(Math.min(50, asked.limit()), 0)),
                Misbehaviour.of("limit and offset ignored, 100 records at most", Sort.PAGING)
                        .requests(asked -> asked.part(100, 0)),
                Misbehaviour.of("limit ignored, pages of 100", Sort.PAGING)
                        .requests(asked -> asked.part(100, asked.offset())),
                Misbehaviour.of("limit ignored, the page of 100 around the offset", Sort.PAGING)
                        .requests(asked -> around(asked, 100)),
                Misbehaviour.of("limit ignored, the page of 50 around the offset", Sort.PAGING)
                        .requests(asked -> around(asked, 50)),
                Misbehaviour.of("the page around the offset", Sort.PAGING)
                        .requests(asked -> around(asked, asked.limit())),
                Misbehaviour.of("pages of changing size", Sort.PAGING)
                        .requests(asked -> asked.part(
                                Math.max(2, asked.limit() - 1 - asked.offset() % 7 - asked.number() % 3),
                                asked.offset())));
    }

    /**
     * Changes a request so that it asks for the whole page in which its offset is, if each page has this many records.
     */
    private static VendorRequest around(VendorRequest asked, int records) {
        return asked.part(records, asked.offset() / records * records);
    }

    /** Silently limits pages to this many records, whatever the requested limit. */
    public static Misbehaviour capsPages(int records) {
        return Misbehaviour.of("pages capped at " + records, Sort.PAGING)
                .requests(asked -> asked.part(Math.min(records, asked.limit()), asked.offset()));
    }

    // Misbehaviours in the order of records, and with records that appear and disappear.

    public static List<Misbehaviour> orders() {
        return List.of(
                Misbehaviour.of("shuffled on each call", Sort.ORDER).orders((records, asked) -> {
                    var shuffled = new ArrayList<>(records);
                    Collections.shuffle(shuffled, new Random(asked.number() * 31L));
                    return shuffled;
                }),
                Misbehaviour.of("shuffled on the first calls", Sort.ORDER).orders((records, asked) -> {
                    var shuffled = new ArrayList<>(records);
                    if (asked.number() < 7) {
                        Collections.shuffle(shuffled, new Random(asked.number() * 31L));
                    }
                    return shuffled;
                }),
                Misbehaviour.of("newest first", Sort.ORDER)
                        .orders((records, asked) -> records.stream()
                                .sorted(Comparator.comparing(VendorRecord::createdAt)
                                        .reversed()
                                        .thenComparing(VendorRecord::id))
                                .toList()),
                shrinks("a record deleted between two pages", 1),
                shrinks("a record deleted before each page", Integer.MAX_VALUE),
                grows("a record inserted between two pages", 1),
                grows("a record inserted before each page", Integer.MAX_VALUE));
    }

    /**
     * Deletes the first record of the day when a later page is requested, at most {@code times} times. The others then
     * shift.
     */
    private static Misbehaviour shrinks(String name, int times) {
        var left = new AtomicInteger(times);
        return Misbehaviour.of(name, Sort.ORDER).before((server, asked) -> {
            if (asked.offset() > 0 && left.getAndDecrement() > 0) {
                server.records(asked.kind()).stream()
                        .filter(record -> asked.has(record.createdAt()))
                        .findFirst()
                        .ifPresent(record -> server.remove(asked.kind(), record.id()));
            }
        });
    }

    /** Adds a record before all others of the day when a later page is requested, at most {@code times} times. */
    private static Misbehaviour grows(String name, int times) {
        var left = new AtomicInteger(times);
        return Misbehaviour.of(name, Sort.ORDER).before((server, asked) -> {
            if (asked.offset() > 0 && left.getAndDecrement() > 0) {
                var first = server.records(asked.kind()).get(0);
                var id = LongStream.iterate(7_000_000, next -> next + 1)
                        .filter(next -> VendorServer.place(next) < VendorServer.place(first.id()))
                        .findFirst()
                        .orElseThrow();
                server.put(sameKind(first, id, asked.first().atTime(20, 0)));
            }
        });
    }

    private static VendorRecord sameKind(VendorRecord like, long id, LocalDateTime at) {
        return like instanceof VendorTicket
                ? VendorTicket.of(id, at)
                : like instanceof VendorOrder ? VendorOrder.of(id, at) : VendorCustomer.of(id, at);
    }

    // Misbehaviours at Daybook's own paths.

    public static List<Misbehaviour> probes() {
        var statuses = IntStream.of(200, 302, 401, 403, 429, 500, 502, 503)
                .mapToObj(status -> Misbehaviour.of("unknown paths answered by " + status, Sort.PROBE)
                        .unknownPaths(answer ->
                                VendorAnswer.html(status, "Status " + status).with("Retry-After", "3600")));
        return Stream.concat(
                        statuses,
                        Stream.of(
                                Misbehaviour.of("unknown paths answered by an empty object", Sort.PROBE)
                                        .unknownPaths(answer -> VendorAnswer.json(200, "{}")),
                                Misbehaviour.of("unknown paths dropped", Sort.PROBE)
                                        .unknownPaths(answer -> answer.with(Delivery.DROPPED)),
                                Misbehaviour.of("unknown paths without an answer", Sort.PROBE)
                                        .unknownPaths(answer -> answer.with(Delivery.HANGING))))
                .toList();
    }

    // Misbehaviours in the answer for a day without records.

    public static List<Misbehaviour> emptyDays() {
        return List.of(
                emptyAs("null", 200, "{\"message\":null,\"status\":\"success\"}"),
                emptyAs("an empty list", 200, "{\"message\":[],\"status\":\"success\"}"),
                emptyAs("an empty message", 200, "{\"message\":{},\"status\":\"success\"}"),
                emptyAs("an empty text", 200, "{\"message\":\"\",\"status\":\"success\"}"),
                emptyAs("no message", 200, "{\"status\":\"success\"}"),
                emptyAs("an empty object", 200, "{}"),
                emptyAs("an empty array", 200, "[]"),
                emptyAs("an empty body", 200, ""),
                emptyAs("an empty body and 204", 204, ""),
                emptyAs("600 line breaks", 200, "\r\n".repeat(600)),
                emptyAs("a byte order mark and a line break", 200, "\ufeff\r\n"),
                emptyAs("null alone", 200, "null"),
                emptyAs("a failure", 200, "{\"message\":\"No data found\",\"status\":\"failed\"}"),
                emptyAs("a failure and 404", 404, "{\"message\":\"No data found\",\"status\":\"failed\"}"),
                emptyAs("a message without status", 200, "{\"message\":\"No Records Found.\"}"),
                emptyAs("a message without status and 404", 404, "{\"message\":\"No Records Found.\"}"),
                emptyAs("a text alone", 200, "\"No data found\""),
                emptyAs("a text alone and 404", 404, "\"No data found\""),
                emptyAs("words alone", 200, "No data found"),
                emptyAs("words alone and 404", 404, "No data found"),
                emptyAs("words that begin with a number", 200, "0 records found"));
    }

    private static Misbehaviour emptyAs(String name, int status, String text) {
        return Misbehaviour.of("an empty day is " + name, Sort.EMPTY_DAY)
                .answers(answer -> isEmpty(answer) ? VendorAnswer.json(status, text) : answer);
    }

    private static boolean isEmpty(VendorAnswer answer) {
        return answer.text().contains("\"message\":\"No data found\"");
    }

    // Misbehaviours in the form of records.

    public static List<Misbehaviour> records() {
        return List.of(
                id("id as customerId, ticketId or orderId", "\"customerId\":$1", "\"ticketId\":$1", "\"orderId\":$1"),
                id(
                        "id as customer_id, ticket_id or order_id",
                        "\"customer_id\":$1",
                        "\"ticket_id\":$1",
                        "\"order_id\":$1"),
                id("id as a text of digits", "\"id\":\"$1\"", "\"taskId\":\"$1\"", "\"id\":\"$1\""),
                id("id as a word", "\"id\":\"C-$1\"", "\"taskId\":\"T-$1\"", "\"id\":\"O-$1\""),
                Misbehaviour.of("times that nobody can read", Sort.RECORD)
                        .records(json -> json.replaceAll("\"(generationDate|date)\":\"[^\"]*\"", "\"$1\":\"recently\"")
                                .replaceAll("\"lastModificationTime\":\\{[^}]*\\}", "\"lastModificationTime\":0")),
                Misbehaviour.of("older capitals", Sort.RECORD)
                        .answers(answer -> answer.text(text -> text.replace("\"message\":", "\"Message\":")
                                .replace("\"status\":\"success\"", "\"Status\":\"Success\"")
                                .replace("\"status\":\"failed\"", "\"Status\":\"Failed\""))));
    }

    private static Misbehaviour id(String name, String customer, String ticket, String order) {
        return Misbehaviour.of(name, Sort.RECORD)
                .records(json -> json.contains("\"taskId\"")
                        ? json.replaceAll("\"ticketId\":\"\\d+\",", "")
                                .replaceFirst("\"orderId\":\"\",", "")
                                .replaceFirst("\"taskId\":(\\d+)", ticket)
                        : json.contains("\"erpOrderId\"")
                                ? json.replaceFirst("^\\{\"id\":(\\d+)", "{" + order)
                                : json.replaceFirst("^\\{\"id\":(\\d+)", "{" + customer));
    }

    // Failures, and answers without the expected body.

    public static List<Misbehaviour> failures() {
        Predicate<VendorRequest> third = request -> request.number() == 3;
        Predicate<VendorRequest> lasting = request -> request.number() >= 3;
        var some = new ArrayList<Misbehaviour>();
        for (var status : List.of(302, 403, 404)) {
            some.add(failing(status + " once", third, VendorAnswer.html(status, "Status " + status)));
            some.add(failing(
                    status + " from the third call on", lasting, VendorAnswer.html(status, "Status " + status)));
        }
        some.add(failing("HTML once", third, VendorAnswer.html(200, "Please log in")));
        some.add(failing("HTML from the third call on", lasting, VendorAnswer.html(200, "Please log in")));
        some.add(failing("500 once", third, VendorAnswer.html(500, "Internal Server Error")));
        some.add(failing("500 from the third call on", lasting, VendorAnswer.html(500, "Internal Server Error")));
        some.add(failing("400 from the third call on", lasting, VendorAnswer.failed(400, "Bad Request")));
        some.add(failing("an empty object once", third, VendorAnswer.json(200, "{}")));
        some.add(failing("an empty object from the third call on", lasting, VendorAnswer.json(200, "{}")));
        some.add(failing(
                "a refused key in older capitals",
                lasting,
                VendorAnswer.json(200, "{\"Message\":\"Invalid Auth Key\",\"Status\":\"Failed\"}")));
        some.add(failing(
                "words with control characters",
                lasting,
                VendorAnswer.failed(400, "Bad\\u001b[2J\\u0007 \\u202erequest")));
        some.add(failing("a dropped call", third, VendorAnswer.json(200, "").with(Delivery.DROPPED)));
        some.add(failing("dropped calls", lasting, VendorAnswer.json(200, "").with(Delivery.DROPPED)));
        some.add(failing("a hanging call", third, VendorAnswer.json(200, "").with(Delivery.HANGING)));
        some.add(failing("hanging calls", lasting, VendorAnswer.json(200, "").with(Delivery.HANGING)));
        return some;
    }

    private static Misbehaviour failing(String name, Predicate<VendorRequest> when, VendorAnswer instead) {
        return Misbehaviour.of(name, Sort.FAILURE).answers((answer, asked) -> when.test(asked) ? instead : answer);
    }
}
