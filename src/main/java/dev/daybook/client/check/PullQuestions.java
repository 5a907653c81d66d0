package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.domain.RecordKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Questions about the pages of a pull: their size, their order, and what an empty day looks like. */
final class PullQuestions extends QuestionGroup {
    private final PulledKind kind;

    PullQuestions(Session server, PulledKind kind) {
        super(server, kind.plural() + ".");
        this.kind = kind;
        var limits = kind.kind() == RecordKind.ORDER ? SILENT : "limit rows a page";
        var none = kind.kind() == RecordKind.TICKET ? "a list, or a text" : SILENT;
        add("size", "Has a page as many rows as asked for?", limits, "yes", this::size);
        add("offset", "Do pages by offset join without gap?", "offset skips rows", "yes", this::offset);
        add("past-end", "What is beyond the last row?", SILENT, "an empty list", this::pastEnd);
        add("order", "In which order are rows?", SILENT, "by creation, then id", this::order);
        add("stable", "Is the order the same each time?", SILENT, "yes", this::stable);
        add("empty", "What is answered for a day without records?", none, "200, success, an empty list", this::empty);
        if (kind.kind() == RecordKind.CUSTOMER) {
            add("default", "How large is a page without limit?", "100", "100", this::defaultSize);
        }
    }

    private Finding size() throws InterruptedException {
        var day = server.day(kind);
        var all = server.walk(day);
        var full = day.records().size();
        var two = server.ask(day, day.draft().with("limit", "2"));
        if (all.size() < 3) {
            return Finding.unknown("the day has " + counted(all.size(), "record") + " only");
        }
        if (!two.isSuccess()) {
            return Finding.differs("asked for 2: " + two.described());
        }
        var small = two.records().size();
        var found = "asked for 2 and 100: " + small + " and " + full + " of " + all.counted();
        if (small == 2 && full < 100 && full == all.size() && !all.whole()) {
            // The day may have more records, and the server a smaller limit of its own.
            return Finding.unknown(found);
        }
        return Finding.of(small == 2 && full == Math.min(100, all.size()), found);
    }

    private Finding defaultSize() throws InterruptedException {
        var day = server.day(kind);
        var answer = server.ask(day, day.draft().without("limit").without("offset"));
        if (!answer.isSuccess()) {
            return Finding.differs(answer.described());
        }
        var count = answer.records().size();
        var all = server.walk(day);
        if (count == 100 && all.size() > 100) {
            return Finding.conforms("100");
        }
        return count == day.records().size()
                ? Finding.unknown("too few records to see: " + all.counted())
                : Finding.differs(count + " of " + all.counted());
    }

    private Finding offset() throws InterruptedException {
        var day = server.day(kind);
        var all = server.walk(day).ids();
        var size = all.size() < 4 ? 1 : 2;
        if (all.size() < 2) {
            return Finding.unknown("the day has one record only");
        }
        var answers = List.of(page(day, size, 0), page(day, size, size));
        for (var answer : answers) {
            // A refusal may be for the limit, and a failure of the server shows nothing about offsets.
            if (!answer.isSuccess()) {
                return Finding.unknown("a page of " + size + " is answered: " + answer.described());
            }
        }
        var first = day.ids(answers.get(0));
        var second = day.ids(answers.get(1));
        if (first.size() > size) {
            return Finding.unknown("the limit is not obeyed");
        }
        if (!server.isStable(day)) {
            return Finding.unknown(UNSTABLE);
        }
        if (first.equals(second)) {
            return Finding.differs("no: the offset is ignored");
        }
        return Finding.of(
                first.equals(all.subList(0, size)) && second.equals(all.subList(size, 2 * size)),
                "yes",
                "no: rows are left out or come twice");
    }

    private CheckedAnswer page(Day day, int size, int offset) throws InterruptedException {
        var draft = day.draft().with("limit", Integer.toString(size)).with("offset", Integer.toString(offset));
        return server.ask(day, draft);
    }

    private Finding pastEnd() throws InterruptedException {
        var day = server.day(kind);
        var beyond = server.ask(day, day.draft().with("offset", "100000"));
        if (beyond.hasRecords() && (day.ids(beyond).equals(day.ids()) || !server.isStable(day))) {
            return Finding.unknown("the offset is ignored");
        }
        if (beyond.isRefusedPull()) {
            return Finding.differs(beyond.described());
        }
        var none = server.ask(server.emptyDay(kind));
        return none.isRefusedPull()
                ? Finding.of(isEmptyList(beyond), beyond.described())
                : Finding.of(
                        beyond.described().equals(none.described()),
                        "as for a day without records",
                        beyond.described());
    }

    private Finding order() throws InterruptedException {
        var day = server.day(kind);
        var times = day.answer().created(kind).toList();
        if (times.size() < 3 || times.stream().distinct().count() < 2) {
            return Finding.unknown("there are too few different times to see");
        }
        if (!server.isStable(day)) {
            return Finding.unknown("it is another each time");
        }
        var sorted = new ArrayList<>(times);
        sorted.sort(null);
        if (times.equals(sorted)) {
            return Finding.conforms("by creation");
        }
        Collections.reverse(sorted);
        return Finding.unnoticed(times.equals(sorted) ? "the newest first" : "another");
    }

    private Finding stable() throws InterruptedException {
        var day = server.day(kind);
        if (day.records().size() < 2) {
            return Finding.unknown("the day has one record only");
        }
        return Finding.of(server.isStable(day), "yes, asked twice", "no, asked twice");
    }

    private Finding empty() throws InterruptedException {
        var answer = server.ask(server.emptyDay(kind));
        // The refusal of a future day shows nothing about past days without records.
        if (!answer.isRefusedPull()) {
            return Finding.of(isEmptyList(answer), answer.described());
        }
        var found = server.search(kind).day();
        if (found.isPresent()) {
            var before = found.get().day().minusDays(1);
            var past = server.ask(
                    found.get(),
                    Draft.pull(kind, server.cmId(), before, found.get().end().endOf(before)));
            if (!past.hasRecords()) {
                return Finding.of(isEmptyList(past), past.described());
            }
        }
        return Finding.unknown("a day ahead is refused: " + answer.described());
    }

    private boolean isEmptyList(CheckedAnswer answer) throws InterruptedException {
        // A status other than success is accepted if pages with records have this status too: the question "pull"
        // reports the difference.
        var usual = server.search(kind).day().map(day -> day.answer().said());
        return answer.isSuccess()
                && (answer.said().equals("success") || usual.equals(Optional.of(answer.said())))
                && answer.message().is(Kind.LIST)
                && !answer.hasRecords();
    }
}
