package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;

import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Questions about filters. Each uses a value of a record that the same server sent. */
final class FilterQuestions {
    private FilterQuestions() {}

    static List<Question> all() {
        return List.of(
                customers(
                        "id",
                        "customer_id",
                        "customer_id",
                        record -> record.at("id").text(),
                        (record, value) -> record.at("id").text().equals(value)),
                customers(
                        "name",
                        "name, in part and in capitals",
                        "name",
                        record -> part(record.at("name").text()),
                        (record, value) -> record.at("name")
                                .text()
                                .toLowerCase(Locale.ROOT)
                                .contains(value.toLowerCase(Locale.ROOT))),
                customers(
                        "code",
                        "customerCode",
                        "customerCode",
                        record -> record.at("customerCode").text(),
                        (record, value) -> record.at("customerCode").text().equals(value)),
                customers(
                        "email",
                        "email",
                        "email",
                        record -> contact(record, "email"),
                        (record, value) -> anyContact(
                                record, contact -> contact.at("email").text().equalsIgnoreCase(value))),
                customers(
                        "phone",
                        "phone",
                        "phone",
                        record -> contact(record, "phone"),
                        (record, value) -> anyContact(
                                record,
                                contact -> digits(contact.at("phone").text()).endsWith(digits(value))
                                        || digits(contact.at("additionalPhone").text())
                                                .endsWith(digits(value)))),
                new Question(
                        "filters.organisations",
                        "Does isOrganisation give organisations only?",
                        "yes",
                        SAME,
                        FilterQuestions::organisations),
                new Question(
                        "filters.all-page", "Is isAllCustomerPage taken?", "the account's own search", SAME, server -> {
                            var day = server.day(PullOf.CUSTOMERS);
                            var answer = server.ask(day.ask(day.draft().with("isAllCustomerPage", true)));
                            return Finding.of(answer.isSuccess(), answer.isSuccess() ? "yes" : answer.described());
                        }),
                new Question(
                        "filters.ticket-status",
                        "Are tickets found by status, key or name?",
                        "by key, in a client",
                        "by both",
                        FilterQuestions::ticketStatus),
                new Question(
                        "filters.ticket-code",
                        "Are tickets found by customer_code without dates?",
                        "so does a client",
                        "yes",
                        FilterQuestions::ticketCode),
                new Question(
                        "filters.ticket-total",
                        "Is totalCount a number with limit, else null?",
                        "number or null",
                        "yes",
                        FilterQuestions::ticketTotal),
                new Question(
                        "filters.order-customer",
                        "Are orders found by customerIds?",
                        "yes",
                        SAME,
                        FilterQuestions::orderCustomer),
                new Question(
                        "filters.order-criterion",
                        "Does a pull of orders need a criterion?",
                        "at least one",
                        "yes, else 400",
                        server -> {
                            var day = server.day(PullOf.ORDERS);
                            var none = day.draft()
                                    .without(day.pull().first())
                                    .without(day.pull().last());
                            return Judge.refused(server, server.ask(day.ask(none)), 400, "");
                        }));
    }

    /** Whether a record matches a value. */
    private interface Match {
        boolean holds(Seen record, String value);
    }

    private static Question customers(
            String id, String words, String field, Function<Seen, String> value, Match match) {
        return new Question("filters." + id, "Are customers found by " + words + "?", "yes", SAME, server -> {
            var day = server.day(PullOf.CUSTOMERS);
            var values = day.records().stream()
                    .map(value)
                    .filter(text -> !text.isBlank() && !text.contains("*"))
                    .toList();
            if (values.isEmpty()) {
                return Finding.unknown("no customer of the day has one that is not masked");
            }
            // A value that every record matches would not show that the filter is ignored.
            var wanted = values.stream()
                    .filter(text -> day.records().stream().anyMatch(record -> !match.holds(record, text)))
                    .findFirst();
            if (wanted.isEmpty()) {
                return Finding.unknown("all customers of the day would match");
            }
            var answer = server.ask(day.ask(day.draft().with(field, wanted.get())));
            var all = answer.records();
            var wrong = all.stream()
                    .filter(record -> !match.holds(record, wanted.get()))
                    .count();
            if (wrong > 0) {
                return Finding.differs("no: " + wrong + " of " + all.size() + " do not match");
            }
            return Finding.of(!all.isEmpty(), all.isEmpty() ? answer.described() : "yes, " + all.size());
        });
    }

    /** The last word of a name, in capitals. */
    private static String part(String name) {
        var words = name.strip().split("\\s+", -1);
        return words[words.length - 1].toUpperCase(Locale.ROOT);
    }

    private static String digits(String phone) {
        return phone.replaceAll("\\D", "");
    }

    private static String contact(Seen record, String field) {
        return record.at("contacts").items().stream()
                .map(contact -> contact.at(field).text())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private static boolean anyContact(Seen record, Predicate<Seen> holds) {
        return record.at("contacts").items().stream().anyMatch(holds);
    }

    private static Finding organisations(Session server) throws InterruptedException {
        var day = server.day(PullOf.CUSTOMERS);
        var all = day.records().stream()
                .filter(record -> record.at("isOrganization").text().equals("true"))
                .count();
        if (all == 0 || all == day.records().size()) {
            return Finding.unknown("the day has not both organisations and others");
        }
        var found =
                server.ask(day.ask(day.draft().with("isOrganisation", true))).records();
        var wrong = found.stream()
                .filter(record -> !record.at("isOrganization").text().equals("true"))
                .count();
        return Finding.of(wrong == 0 && !found.isEmpty(), wrong == 0 ? "yes, " + found.size() : wrong + " others too");
    }

    private static Finding ticketStatus(Session server) throws InterruptedException {
        var day = server.day(PullOf.TICKETS);
        var byKey = server.ask(day.ask(day.draft().with("status", "P")));
        var byName = server.ask(day.ask(day.draft().with("status", "Pending")));
        var pending = day.records().stream().filter(FilterQuestions::isPending).count();
        if (pending == 0) {
            return Finding.unknown("no ticket of the day is pending");
        }
        var right = byKey.hasRecords() && byKey.records().stream().allMatch(FilterQuestions::isPending);
        return Finding.of(
                right && day.ids(byKey).equals(day.ids(byName)),
                "key: " + byKey.records().size() + ", name: " + byName.records().size() + ", pending: " + pending);
    }

    private static boolean isPending(Seen ticket) {
        return ticket.at("status").text().equals("Pending");
    }

    private static Finding ticketCode(Session server) throws InterruptedException {
        var day = server.day(PullOf.TICKETS);
        var code = day.records().stream()
                .map(record -> record.at("customerCode").text())
                .filter(text -> !text.isBlank())
                .findFirst();
        if (code.isEmpty()) {
            return Finding.unknown("no ticket of the day tells a customer code");
        }
        var undated = day.draft().without(day.pull().first()).without(day.pull().last());
        var answer = server.ask(day.ask(undated.with("customer_code", code.get())));
        return Finding.of(
                answer.hasRecords()
                        && answer.records().stream()
                                .allMatch(record ->
                                        record.at("customerCode").text().equals(code.get())),
                answer.described());
    }

    private static Finding ticketTotal(Session server) throws InterruptedException {
        var day = server.day(PullOf.TICKETS);
        var with = day.answer().json().at("totalCount");
        var without = server.ask(day.ask(day.draft().without("limit").without("offset")))
                .json()
                .at("totalCount");
        return Finding.of(
                with.is(Kind.WHOLE) && without.is(Kind.NULL),
                "with: " + with.kind().word() + ", without: " + without.kind().word());
    }

    private static Finding orderCustomer(Session server) throws InterruptedException {
        var day = server.day(PullOf.ORDERS);
        var customer = day.records().stream()
                .map(record -> record.at("customerId").text())
                .filter(text -> !text.isEmpty() && !text.equals("0"))
                .findFirst();
        if (customer.isEmpty()) {
            return Finding.unknown("no order of the day names a customer");
        }
        var answer = server.ask(day.ask(day.draft().with("customerIds", customer.get())));
        var wrong = answer.records().stream()
                .filter(record -> !record.at("customerId").text().equals(customer.get()))
                .count();
        return Finding.of(
                answer.hasRecords() && wrong == 0, wrong > 0 ? wrong + " of other customers too" : answer.described());
    }
}
