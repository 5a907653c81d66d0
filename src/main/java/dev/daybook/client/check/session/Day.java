package dev.daybook.client.check.session;

import dev.daybook.client.answer.PageQuery;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import java.time.LocalDate;
import java.util.List;

/**
 * A day with records of a kind, and the request for it.
 *
 * @param kind the kind
 * @param day the day
 * @param asTwoDays whether the server gives the day only as the first of two requested days
 * @param draft the request for the day
 * @param answer the first page, at most 100 records
 */
public record Day(PulledKind kind, LocalDate day, boolean asTwoDays, Draft draft, Answer answer) {
    public List<Seen> records() {
        return answer.records();
    }

    /** The ids of the first page, as texts. */
    public List<String> ids() {
        return ids(answer);
    }

    /** The ids of an answer's records, as texts. */
    public List<String> ids(Answer other) {
        return other.records().stream()
                .map(record -> record.at(kind.keys().id()).text())
                .toList();
    }

    /** The names of the request's fields. */
    public PageQuery query() {
        return kind.query();
    }

    /** The request with a changed draft. */
    public Ask ask(Draft changed) {
        return Ask.pull(kind, changed);
    }

    public Ask ask() {
        return ask(draft);
    }
}
