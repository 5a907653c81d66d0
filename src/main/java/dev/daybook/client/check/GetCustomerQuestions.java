package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.KnownTexts;
import dev.daybook.client.check.session.Session;
import dev.daybook.domain.Phone;
import dev.daybook.wire.Paths;
import java.util.Set;
import java.util.function.Function;

/** Questions about Get Customer, for customers that a pull gave. */
final class GetCustomerQuestions extends QuestionGroup {
    private static final String DETAILS = "Customer Details";

    GetCustomerQuestions(Session server) {
        super(server, "get-customer.");
        customer("id", "by its id", "an object under Customer Details");
        customer("email", "by e-mail", "yes");
        customer("phone", "by phone", "yes");
        add("first", "Which counts if an id and an e-mail are given?", SILENT, "the id", this::precedence);
        add(
                "object",
                "Is the request taken as a bare object?",
                "object in words, list in the sample",
                "yes",
                () -> sameCustomer(Paths.GET_CUSTOMER, Draft::json));
        add("versioned", "Is it answered with /v.2.0 after the path?", "not shown", "yes", () -> {
            var found = sameCustomer(Paths.GET_CUSTOMER_VERSIONED, Draft::listed);
            return found.verdict() == Verdict.DIFFERS ? Finding.unnoticed(found.found()) : found;
        });
        add(
                "unknown",
                "What is answered for a customer that does not exist?",
                "a text under Customer Details",
                "404 and that",
                this::unknown);
        add("nothing", "What is answered if nothing is given?", "one is mandatory", "400", () -> {
            server.day(PulledKind.CUSTOMERS);
            var nothing = Draft.empty().with("email_id", "").with("phone", "");
            return refused(Ask.post(Paths.GET_CUSTOMER, nothing.listed()), 400);
        });
    }

    /** Adds a question about a look-up by the id, or by a field of a contact. */
    private void customer(String field, String by, String reference) {
        add(field, "Is a customer got " + by + "?", reference, SAME, () -> {
            for (var record : server.day(PulledKind.CUSTOMERS).records()) {
                var value = switch (field) {
                    case "id" -> record.at("id").text();
                    case "phone" -> phone(record);
                    default -> contactText(record, field);
                };
                if (isUnmasked(value)) {
                    var answer = get(Draft.empty()
                            .with("kapture_customer_id", field.equals("id") ? value : "")
                            .with("email_id", field.equals("email") ? value : "")
                            .with("phone", field.equals("phone") ? value : ""));
                    return field.equals("id") ? same(answer, record) : some(answer, field, value);
                }
            }
            return Finding.unknown(noneWith(field));
        });
    }

    private CheckedAnswer get(Draft draft) throws InterruptedException {
        return server.ask(Ask.post(Paths.GET_CUSTOMER, draft.listed()));
    }

    private static Draft byId(Seen customer) {
        return Draft.empty().with("kapture_customer_id", customer.at("id").text());
    }

    /** Requests the first customer by its id, and judges whether the answer is this customer, with the same fields. */
    private Finding sameCustomer(String path, Function<Draft, String> body) throws InterruptedException {
        var record = server.day(PulledKind.CUSTOMERS).records().get(0);
        return same(server.ask(Ask.post(path, body.apply(byId(record)))), record);
    }

    private static Finding same(CheckedAnswer answer, Seen record) {
        var got = answer.json().at(DETAILS);
        if (!answer.isSuccess() || !got.is(Kind.OBJECT)) {
            return Finding.differs(described(answer));
        }
        if (!got.at("id").text().equals(record.at("id").text())) {
            return Finding.differs("another customer");
        }
        return Finding.of(
                Set.copyOf(got.names()).equals(Set.copyOf(record.names())),
                "yes, with the fields of the pull",
                "yes, but with " + got.names().size() + " fields, the pull has "
                        + record.names().size());
    }

    private static Finding some(CheckedAnswer answer, String field, String value) {
        var got = answer.json().at(DETAILS);
        if (!answer.isSuccess() || !got.is(Kind.OBJECT)) {
            return Finding.differs(described(answer));
        }
        // Several customers may match. The one in the answer may have the phone in another form, such as with a country
        // code.
        var theirs = got.at("contacts").items().stream()
                .anyMatch(contact -> field.equals("phone")
                        ? hasPhone(contact, Phone.of(value))
                        : contact.at(field).text().equalsIgnoreCase(value));
        return Finding.of(theirs, "yes", "another customer");
    }

    private static String described(CheckedAnswer answer) {
        var details = answer.json().at(DETAILS);
        return details.is(Kind.NOTHING) || details.is(Kind.TEXT)
                ? answer.described()
                : answer.status() + ", " + details.kind().word() + " under " + DETAILS;
    }

    private Finding precedence() throws InterruptedException {
        var records = server.day(PulledKind.CUSTOMERS).records();
        var first = records.get(0);
        var other = records.stream()
                .map(record -> contactText(record, "email"))
                .filter(email -> isUnmasked(email) && !email.equalsIgnoreCase(contactText(first, "email")))
                .findFirst();
        if (other.isEmpty()) {
            return Finding.unknown("the day has no other customer with an e-mail");
        }
        var answer = get(byId(first).with("email_id", other.get()));
        var id = answer.json().at(DETAILS).at("id").text();
        return id.equals(first.at("id").text())
                ? Finding.conforms("the id")
                : Finding.unnoticed(id.isEmpty() ? described(answer) : "the e-mail");
    }

    private Finding unknown() throws InterruptedException {
        server.day(PulledKind.CUSTOMERS);
        var answer = get(Draft.empty().with("kapture_customer_id", NO_ID));
        var told = answer.json().at(DETAILS).text().equals(KnownTexts.NO_CUSTOMER);
        var judged = refused(answer, 404, "");
        return told || judged.verdict() == Verdict.DIFFERS ? judged : Finding.differs(answer.described());
    }
}
