package dev.daybook.client.check;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.domain.Phone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A group of questions to a server, in the order of the table, and the judgements that several groups share. */
abstract class QuestionGroup {
    /** The text in the column of the vendor's reference, for a question that the reference does not answer. */
    static final String SILENT = "silent";

    /** The text for Daybook's behaviour, if Daybook does what the reference says. */
    static final String SAME = "as the reference";

    /** An id that no record has. */
    static final String NO_ID = "987654321987654321";

    /** The reason for an open question if the order of the rows varies, so that two answers cannot be compared. */
    static final String UNSTABLE = "rows come in another order each time";

    /**
     * The number of records from which a page counts as full: more records may follow. Without a stable order, each
     * pull may have other records on its full page.
     */
    static final int FULL_PAGE = 100;

    final Session server;
    private final String prefix;
    private final List<Question> questions = new ArrayList<>();

    /** @param prefix the common beginning of the questions' ids, such as {@code faq.}; empty if there is none */
    QuestionGroup(Session server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    final List<Question> questions() {
        return questions;
    }

    /** Adds a question; for the parameters see {@link Question}. */
    final void add(String id, String asks, String reference, String daybook, Question.Examiner examiner) {
        questions.add(new Question(prefix + id, asks, reference, daybook, examiner));
    }

    /**
     * Judges whether a request is refused as documented. Two deviations of the server are accepted, because other
     * questions report them: another word in place of {@code failed} in all failures, and the status 200 for all
     * failures.
     *
     * @param status the expected status
     * @param text the documented message, with which the server's message must begin; empty if there is none
     */
    final Finding refused(CheckedAnswer answer, int status, String text) throws InterruptedException {
        if (!answer.isRefusal()) {
            return Finding.differs(unrefused(answer));
        }
        var form = answer.json().is(Kind.OBJECT)
                && !answer.refusalText().isEmpty()
                && (answer.said().equals(Session.FAILED) || answer.said().equals(server.failureWord()));
        var worded = text.isEmpty() || answer.refusalText().startsWith(text);
        var told = answer.status() == status || (answer.status() == 200 && server.failsWith200());
        return Finding.of(form && worded && told, answer.described());
    }

    /** Judges whether a request is refused with this status. Used if the reference gives no message for the refusal. */
    final Finding refused(Ask ask, int status) throws InterruptedException {
        return refused(server.ask(ask), status, "");
    }

    /**
     * Judges whether a request is refused with this status. Used if no integration depends on the refusal: a request
     * that is not refused is then a difference that no integration would notice.
     */
    final Finding leniently(Ask ask, int status) throws InterruptedException {
        var answer = server.ask(ask);
        return answer.isRefusal() ? refused(answer, status, "") : Finding.unnoticed(unrefused(answer));
    }

    /**
     * Describes an answer that is no refusal. A redirect or a page of HTML, such as a form to log in, does not mean
     * that the request is accepted.
     */
    private static String unrefused(CheckedAnswer answer) {
        return (answer.isAccepted() ? "accepted: " : "neither accepted nor refused: ") + answer.described();
    }

    /** Judges whether a variation of the request for a day gets the records of this day. */
    final Finding same(Day day, Ask variation) throws InterruptedException {
        var answer = server.ask(variation);
        var count = answer.records().size();
        if (!answer.isSuccess() || count != day.records().size()) {
            return Finding.differs(
                    answer.described() + " instead of " + day.records().size() + " records");
        }
        var ids = day.ids(answer);
        if (ids.equals(day.ids())) {
            return Finding.conforms("the same " + counted(count, "record"));
        }
        if (server.isStable(day)) {
            return Finding.differs("other records");
        }
        return Set.copyOf(ids).equals(Set.copyOf(day.ids()))
                ? Finding.conforms("the same " + counted(count, "record") + " in another order")
                : Finding.unknown(UNSTABLE);
    }

    /** Judges whether this request gets only the organisations among the customers of a day. */
    final Finding organisations(Day day, Draft draft) throws InterruptedException {
        var all = day.records().stream().filter(QuestionGroup::isOrganisation).count();
        if (all == 0 || all == day.records().size()) {
            return Finding.unknown("the day has not both organisations and others");
        }
        var answer = server.ask(day, draft);
        var found = answer.records();
        var others = found.stream().filter(record -> !isOrganisation(record)).count();
        return Finding.of(
                others == 0 && !found.isEmpty(),
                "yes, " + found.size(),
                others > 0 ? others + " others too" : answer.described());
    }

    private static boolean isOrganisation(Seen customer) {
        return customer.at("isOrganization").text().equals("true");
    }

    /** The first non-blank text of this field in the contacts of a customer; empty if there is none. */
    static String contactText(Seen customer, String field) {
        return customer.at("contacts").items().stream()
                .map(contact -> contact.at(field).text())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    /**
     * The phone by which to look up a customer. Empty if the customer has no phone (the field may contain N/A), or a
     * number of fewer than 7 digits, which a server finds only with its country code.
     */
    static String phone(Seen customer) {
        var text = contactText(customer, "phone");
        return Phone.of(text).hasNationalLength() ? text : "";
    }

    /**
     * The message if no customer of the day has a value of this field that can be used for a search. For phones and
     * names, the message says which values can be used.
     */
    static String noneWith(String field) {
        var needed = switch (field) {
            case "phone" -> "of seven digits or more ";
            case "name" -> "with a word of five letters or more, in a script with capitals, ";
            default -> "";
        };
        return "no customer of the day has one " + needed + "that is not masked";
    }

    /** Whether a contact has this phone, as its first or its second one, with or without a country code. */
    static boolean hasPhone(Seen contact, Phone phone) {
        return Stream.of("phone", "additionalPhone")
                .anyMatch(field -> Phone.of(contact.at(field).text()).matches(phone));
    }

    /** Whether a value can be used in a request: it is not blank, and has no asterisk, which masks values. */
    static boolean isUnmasked(String value) {
        return !value.isBlank() && !value.contains("*");
    }

    /** A documented message, as the table shows it. */
    static String quoted(String message) {
        return "\"" + message + "\"";
    }

    /** A number with a word in singular or plural. */
    static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
