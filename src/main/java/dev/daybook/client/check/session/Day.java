package dev.daybook.client.check.session;

import dev.daybook.client.answer.PageQuery;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.util.List;

/**
 * A day with records of a kind, and the request for it.
 *
 * @param end whether a window includes its end date; unknown if all records are of the day's first instant, because
 *     windows that include only the first instant of their end date have these records, too
 * @param draft the request for the day
 * @param answer the first page, requested with a limit of 100 records
 */
public record Day(PulledKind kind, LocalDate day, WindowEnd end, Draft draft, CheckedAnswer answer) {
    /** The records of the first page. */
    public List<Seen> records() {
        return answer.records();
    }

    /** The ids of the first page, as texts. */
    public List<String> ids() {
        return ids(answer);
    }

    /** The ids of an answer's records, as texts. */
    public List<String> ids(CheckedAnswer other) {
        return other.records().stream()
                .map(record -> record.at(kind.keys().id()).text())
                .toList();
    }

    /** The number of an answer's records that were created on this day, but not at its first instant. */
    public long afterStart(CheckedAnswer other) {
        return other.created(kind)
                .filter(time -> time.toLocalDate().equals(day) && time.isAfter(day.atStartOfDay()))
                .count();
    }

    /** Whether all records of an answer were created at this day's first instant. Also true if it has no records. */
    boolean isOnlyStart(CheckedAnswer other) {
        return other.created(kind).filter(day.atStartOfDay()::equals).count()
                == other.records().size();
    }

    /** The names of the request's fields. */
    public PageQuery query() {
        return kind.query();
    }

    /** The request with a changed draft. */
    public Ask ask(Draft changed) {
        return Ask.pull(kind, changed);
    }

    /** The request without the first day. A server that accepts it may look at all days. */
    public Ask withoutStart() {
        return ask(draft.without(query().first())).sentOnce();
    }

    /** The request for the first page. */
    public Ask ask() {
        return ask(draft);
    }
}
