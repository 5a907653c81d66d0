package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.RecordKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Questions about the pull of a kind of record: days, pages, order, and empty days. */
final class PullQuestions extends QuestionGroup {
    private static final int[] WIDER = {8, 31, 366};
    private static final String NO_TIMES = "no time of creation could be read";

    private final PulledKind kind;

    PullQuestions(Session server, PulledKind kind) {
        super(server, kind.plural() + ".");
        this.kind = kind;
        var limits = kind.kind() == RecordKind.ORDER ? SILENT : "limit rows a page";
        var none = kind.kind() == RecordKind.TICKET ? "a list, or a text" : SILENT;
        add("pull", "Is the pull answered?", "a list as message, status success", "the same", this::pulled);
        add(
                "end",
                "Is the last day of a window part of it?",
                "samples: one day twice, or two days",
                "yes, both days",
                this::end);
        add("longest", "How long may a window be?", "24 hours", "two days; more: 400", this::longest);
        add(
                "days",
                "Are the records of the day that is asked for?",
                "local times without a zone",
                "yes, days of the account's zone",
                this::days);
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

    private Finding pulled() throws InterruptedException {
        var search = server.search(kind);
        if (search.day().isPresent() || search.keyRefused() || search.brokenOff()) {
            return framed(search.required().answer());
        }
        var first = search.first();
        // The form in which a server says that there is no data is judged by another question.
        var bare = first.json().is(Kind.OBJECT) && first.json().names().isEmpty();
        return first.saysNoData()
                        || first.isBlank()
                        || (first.isSuccess() && (bare || !first.message().is(Kind.NOTHING)))
                ? Finding.unknown(search.why())
                : Finding.differs(first.described());
    }

    /** Judges the keys and the status around the records; the other questions accept them in any form. */
    private static Finding framed(CheckedAnswer page) {
        var message = page.json().at("message");
        var status = page.json().at("status");
        if (message.is(Kind.LIST) && status.text().equalsIgnoreCase("success")) {
            return Finding.conforms("200, a list of records");
        }
        var isCapital = (message.is(Kind.NOTHING) && !page.message().is(Kind.NOTHING))
                || (status.is(Kind.NOTHING) && !page.said().isEmpty());
        return Finding.differs(isCapital ? "Message, Status" : page.described());
    }

    private Finding end() throws InterruptedException {
        var day = server.day(kind);
        if (day.end() == WindowEnd.EXCLUSIVE) {
            var alone = server.ask(day, window(day.day(), day.day()));
            return Finding.differs(
                    alone.hasRecords() ? "no: only its first instant" : "no: a day asked for twice is empty");
        }
        var before = day.day().minusDays(1);
        var both = window(before, day.day());
        var answer = server.ask(day, both);
        if (answer.isRefusedPull()) {
            return Finding.differs("a window of two days is refused: " + answer.described());
        }
        if (day.end() == WindowEnd.UNKNOWN) {
            return Finding.unknown("all records of the day are of its first instant");
        }
        if (day.answer().created(kind).findAny().isEmpty()) {
            return Finding.unknown(NO_TIMES);
        }
        if (day.afterStart(answer) > 0) {
            return Finding.conforms("yes, both days");
        }
        var alone = window(before, before);
        var size = Integer.toString(server.ask(day, alone).records().size());
        if (day.afterStart(server.ask(day, both.with("offset", size))) > 0) {
            return Finding.conforms("yes, both days");
        }
        return server.ask(day, alone.with("offset", size)).hasRecords()
                ? Finding.unknown("the day before has too many records to see")
                : Finding.differs("only if it is the only day");
    }

    private Draft window(LocalDate first, LocalDate last) {
        return Draft.pull(kind, server.cmId(), first, last);
    }

    private Finding longest() throws InterruptedException {
        var day = server.day(kind);
        // The window ends with the day: a server may refuse a day ahead.
        var three = server.ask(day, window(day.day().minusDays(2), day.day()));
        if (three.isRefusal()) {
            return refused(three, 400, "");
        }
        var most = 3;
        for (var days : WIDER) {
            if (!server.accepts(day.ask(window(day.day().minusDays(days - 1), day.day())))) {
                break;
            }
            most = days;
        }
        return Finding.unnoticed(most + " days or more are accepted");
    }

    private Finding days() throws InterruptedException {
        var day = server.day(kind);
        var times = day.answer().created(kind).toList();
        if (times.isEmpty()) {
            return Finding.unknown(NO_TIMES);
        }
        var others = times.stream()
                .filter(time -> !time.toLocalDate().equals(day.day()))
                .count();
        return Finding.of(others == 0, "yes", others + " of " + times.size() + " are of another day");
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
        return Finding.of(
                small == 2 && full == Math.min(100, all.size()),
                "asked for 2 and 100: " + small + " and " + full + " of " + all.counted());
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
            var past = server.ask(found.get(), window(before, found.get().end().endOf(before)));
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
