package dev.daybook.client.check;

import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import java.util.ArrayList;
import java.util.List;

/** Questions to one server, in the order of the table, and the judgements that several of them share. */
abstract class QuestionGroup {
    /** The reference says nothing. */
    static final String SILENT = "silent";

    /** Daybook does what the reference says. */
    static final String SAME = "as the reference";

    /** The id of no record. */
    static final String NO_ID = "987654321987654321";

    final Session server;
    private final String prefix;
    private final List<Question> questions = new ArrayList<>();

    /** @param prefix what the ids of its questions begin with, such as {@code faq.}; empty if they differ */
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
     * Judges whether a request is refused as documented.
     *
     * @param status the expected status; if all failures have status 200, that is accepted, because another question is
     *     about it
     * @param text the documented message; empty if there is none
     */
    final Finding refused(Answer answer, int status, String text) throws InterruptedException {
        if (!answer.isRefusal()) {
            return Finding.differs("accepted: " + answer.described());
        }
        var form = answer.json().is(Kind.OBJECT)
                && answer.said().equals("failed")
                && !answer.refusalText().isEmpty();
        var worded = text.isEmpty() || answer.refusalText().startsWith(text);
        var told = answer.status() == status || (answer.status() == 200 && server.failsWith200());
        return Finding.of(form && worded && told, answer.described());
    }

    /** The same for a documented status without a documented message. */
    final Finding refused(Ask ask, int status) throws InterruptedException {
        return refused(server.ask(ask), status, "");
    }

    /** The same if no integration depends on the refusal. */
    final Finding leniently(Ask ask, int status) throws InterruptedException {
        var answer = server.ask(ask);
        return answer.isSuccess() ? Finding.unnoticed("accepted: " + answer.described()) : refused(answer, status, "");
    }

    /** Judges whether a variation of a request gets the same records. */
    final Finding same(Day day, Ask variation) throws InterruptedException {
        var answer = server.ask(variation);
        var count = answer.records().size();
        if (!answer.isSuccess() || count != day.records().size()) {
            return Finding.differs(
                    answer.described() + " instead of " + day.records().size() + " records");
        }
        var same = day.ids(answer).equals(day.ids());
        return Finding.of(same || !server.isStable(day), same ? "the same " + count + " records" : "other records");
    }

    /** The first text of that field in a customer's contacts; empty if there is none. */
    static String contactText(Seen customer, String field) {
        return customer.at("contacts").items().stream()
                .map(contact -> contact.at(field).text())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    /** Whether a value of a record can be asked for. */
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
