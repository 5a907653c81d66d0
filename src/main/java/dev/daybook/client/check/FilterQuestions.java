package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Questions about filters. Most use a value of a record that the same server sent. */
final class FilterQuestions extends QuestionGroup {
    FilterQuestions(Session server) {
        super(server, "filters.");
        equal("id", "customer_id", "id");
        customers(
                "name",
                "name, in part and in another case",
                "name",
                record -> part(record.at("name").text()),
                (record, value) -> TextKey.ofName(record.at("name").text()).contains(TextKey.ofName(value)));
        equal("code", "customerCode", "customerCode");
        customers(
                "email",
                "email",
                "email",
                record -> contactText(record, "email"),
                (record, value) ->
                        anyContact(record, contact -> contact.at("email").text().equalsIgnoreCase(value)));
        customers(
                "phone",
                "phone",
                "phone",
                QuestionGroup::phone,
                (record, value) -> anyContact(record, contact -> hasPhone(contact, Phone.of(value))));
        add("organisations", "Does isOrganisation give organisations only?", "yes", SAME, this::organisations);
        add("all-page", "Is isAllCustomerPage accepted?", "the account's own search", SAME, () -> {
            var day = server.day(PulledKind.CUSTOMERS);
            var answer = server.ask(day, day.draft().with("isAllCustomerPage", true));
            return Finding.of(answer.isSuccess(), "accepted", answer.described());
        });
        add(
                "ticket-status",
                "Are tickets found by status, key or name?",
                "by key, in a client",
                "by both",
                this::ticketStatus);
        add(
                "ticket-code",
                "Are tickets found by customer_code without dates?",
                "so does a client",
                "yes",
                this::ticketCode);
        add(
                "ticket-total",
                "Is totalCount a number with limit, else null?",
                "number or null",
                "yes",
                this::ticketTotal);
        add("order-customer", "Are orders found by customerIds?", "yes", SAME, this::orderCustomer);
        add("order-criterion", "Does a pull of orders need a criterion?", "at least one", "yes, else 400", () -> {
            var day = server.day(PulledKind.ORDERS);
            return refused(day.ask(undated(day)).sentOnce(), 400);
        });
        add(
                "order-generation",
                "Are orders found by generationStartDate?",
                "yes; createStartDate is not listed",
                "yes, and by createStartDate",
                this::orderGeneration);
    }

    /** Adds a question about a filter that finds customers by the exact value of a field. */
    private void equal(String id, String filter, String field) {
        Function<Seen, String> value = record -> record.at(field).text();
        customers(
                id, filter, filter, value, (record, text) -> value.apply(record).equals(text));
    }

    /**
     * Adds a question about a filter for customers.
     *
     * @param value the value of a customer to filter by
     * @param match whether a customer matches a value
     */
    private void customers(
            String id, String words, String filter, Function<Seen, String> value, BiPredicate<Seen, String> match) {
        add(id, "Are customers found by " + words + "?", "yes", SAME, () -> {
            var day = server.day(PulledKind.CUSTOMERS);
            var values = day.records().stream().map(value).filter(QuestionGroup::isUnmasked);
            var wanted = telling(day, values, match, noneWith(filter));
            var answer = server.ask(day, day.draft().with(filter, wanted));
            var all = answer.records();
            var wrong =
                    all.stream().filter(record -> !match.test(record, wanted)).count();
            if (wrong > 0) {
                return Finding.differs("no: " + wrong + " of " + all.size() + " do not match");
            }
            return Finding.of(!all.isEmpty(), "yes, " + all.size(), answer.described());
        });
    }

    /**
     * The first value that some record of the day does not match. A value that all records match cannot show that a
     * filter is ignored. Throws {@link NotEstablished} if there is no such value.
     *
     * @param none the reason if there are no values
     */
    private static String telling(Day day, Stream<String> values, BiPredicate<Seen, String> match, String none) {
        var all = values.toList();
        return all.stream()
                .filter(text -> day.records().stream().anyMatch(record -> !match.test(record, text)))
                .findFirst()
                .orElseThrow(() -> new NotEstablished(all.isEmpty() ? none : allMatch(day)));
    }

    private static String allMatch(Day day) {
        return "all " + day.kind().plural() + " of the day would match";
    }

    /**
     * A part of a name: its last word without the first and last letter, in capitals, or in small letters if the part
     * is in capitals already. A whole word would not show whether a server finds parts of words. Empty if the word has
     * fewer than five letters, if the name is masked, or if the script has no capitals. Also empty if a server that
     * ignores case may not find the part: for example, the part eiße of Weißer becomes EISSE, and in small letters
     * eisse; or the part ends between a letter and its accent.
     */
    private static String part(String name) {
        var words = name.strip().split("\\s+", -1);
        var word = words[words.length - 1];
        if (!isUnmasked(name) || word.codePointCount(0, word.length()) < 5) {
            return "";
        }
        var part = word.substring(word.offsetByCodePoints(0, 1), word.offsetByCodePoints(word.length(), -1));
        var small = part.toLowerCase(Locale.ROOT);
        var capitals = part.toUpperCase(Locale.ROOT);
        var other = capitals.equals(part) ? small : capitals;
        var isRestored = other.toLowerCase(Locale.ROOT).equals(small);
        var isPart = TextKey.of(name).contains(TextKey.of(other));
        return !other.equals(part) && isRestored && isPart ? other : "";
    }

    private static boolean anyContact(Seen record, Predicate<Seen> holds) {
        return record.at("contacts").items().stream().anyMatch(holds);
    }

    private static Draft undated(Day day) {
        return day.draft().without(day.query().first()).without(day.query().last());
    }

    private Finding organisations() throws InterruptedException {
        var day = server.day(PulledKind.CUSTOMERS);
        return organisations(day, day.draft().with("isOrganisation", true));
    }

    private Finding ticketStatus() throws InterruptedException {
        var day = server.day(PulledKind.TICKETS);
        var byKey = server.ask(day, day.draft().with("status", "P"));
        var byName = server.ask(day, day.draft().with("status", "Pending"));
        var pending = day.records().stream().filter(FilterQuestions::isPending).count();
        if (pending == 0) {
            return Finding.unknown("no ticket of the day is pending");
        }
        if (pending == day.records().size()) {
            return Finding.unknown(allMatch(day));
        }
        var right = byKey.hasRecords() && byKey.records().stream().allMatch(FilterQuestions::isPending);
        var keyed = day.ids(byKey);
        var named = day.ids(byName);
        var same = keyed.equals(named);
        if (right && !same && !server.isStable(day)) {
            if (keyed.size() >= FULL_PAGE) {
                return Finding.unknown(UNSTABLE);
            }
            same = Set.copyOf(keyed).equals(Set.copyOf(named));
        }
        return Finding.of(
                right && same,
                "key: " + byKey.records().size() + ", name: " + byName.records().size() + ", pending: " + pending);
    }

    private static boolean isPending(Seen ticket) {
        return ticket.at("status").text().equals("Pending");
    }

    private Finding ticketCode() throws InterruptedException {
        var day = server.day(PulledKind.TICKETS);
        BiPredicate<Seen, String> match =
                (record, code) -> record.at("customerCode").text().equals(code);
        var codes = texts(day, "customerCode").filter(text -> !text.isBlank());
        var code = telling(day, codes, match, "no ticket of the day tells a customer code");
        var answer =
                server.ask(day.ask(undated(day).with("customer_code", code)).sentOnce());
        var right = answer.records().stream().allMatch(record -> match.test(record, code));
        return Finding.of(answer.hasRecords() && right, answer.described());
    }

    private static Stream<String> texts(Day day, String field) {
        return day.records().stream().map(record -> record.at(field).text());
    }

    private Finding ticketTotal() throws InterruptedException {
        var day = server.day(PulledKind.TICKETS);
        var with = day.answer().json().at("totalCount");
        var unlimited = server.ask(day, day.draft().without("limit").without("offset"));
        if (!unlimited.isSuccess()) {
            return Finding.differs("without limit: " + unlimited.described());
        }
        var without = unlimited.json().at("totalCount");
        return Finding.of(
                with.is(Kind.WHOLE) && without.is(Kind.NULL),
                "with: " + with.kind().word() + ", without: " + without.kind().word());
    }

    private Finding orderCustomer() throws InterruptedException {
        var day = server.day(PulledKind.ORDERS);
        BiPredicate<Seen, String> match =
                (record, customer) -> record.at("customerId").text().equals(customer);
        var customers = texts(day, "customerId").filter(text -> !text.isEmpty() && !text.equals("0"));
        var customer = telling(day, customers, match, "no order of the day names a customer");
        var answer = server.ask(day, day.draft().with("customerIds", customer));
        var wrong = answer.records().stream()
                .filter(record -> !match.test(record, customer))
                .count();
        return Finding.of(
                answer.hasRecords() && wrong == 0, wrong > 0 ? wrong + " of other customers too" : answer.described());
    }

    /**
     * Judges whether orders are found by {@code generationStartDate} and {@code generationEndDate}. The request is sent
     * even if the search for a day with orders found none: the search uses {@code createStartDate} and
     * {@code createEndDate}, which the server may refuse.
     */
    private Finding orderGeneration() throws InterruptedException {
        var found = server.search(PulledKind.ORDERS).day();
        var day = found.map(Day::day)
                .or(() -> server.options().day())
                .orElseGet(() -> server.today().minusDays(1));
        var last = found.map(Day::end).orElse(WindowEnd.UNKNOWN).endOf(day);
        var answer = server.ask(generated(day, last)).allowed();
        if (answer.hasRecords()) {
            var days = answer.created(PulledKind.ORDERS)
                    .map(LocalDateTime::toLocalDate)
                    .toList();
            // A server that ignores both fields gives orders of other days, perhaps together with orders of this day.
            var others = days.stream()
                    .filter(other -> other.isBefore(day) || other.isAfter(last))
                    .count();
            if (others > 0) {
                var text = others + " of " + counted(days.size(), "order") + " are of other days";
                return found.isPresent() ? Finding.differs(text) : Finding.unknown(text);
            }
            return days.contains(day)
                    ? generatedAhead()
                    : Finding.unknown(answer.records().size() + " orders, none created on " + day);
        }
        return found.isPresent()
                ? Finding.differs(answer.described())
                : Finding.unknown("no order of " + day + " is found: " + answer.described());
    }

    private Ask generated(LocalDate first, LocalDate last) {
        var draft = Draft.empty()
                .with("cmId", server.cmId())
                .with("generationStartDate", first.toString())
                .with("generationEndDate", last.toString());
        return Ask.pull(PulledKind.ORDERS, draft).sentOnce();
    }

    /**
     * Judges whether a future day has no orders. A server that ignores {@code generationStartDate} and {@code
     * generationEndDate}, and has orders of one day only, gives these orders for a future day, too.
     */
    private Finding generatedAhead() throws InterruptedException {
        var orders = server.ask(generated(server.dayAhead(), server.dayAhead())).records();
        return Finding.of(orders.isEmpty(), "yes", counted(orders.size(), "order") + " for a day without orders");
    }
}
