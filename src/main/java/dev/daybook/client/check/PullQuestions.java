package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.check.session.TimeFormats;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Questions about each of the three pulls: days, pages, order, and empty days. */
final class PullQuestions {
    private static final int[] WIDER = {8, 31, 366};

    private final PullOf pull;

    private PullQuestions(PullOf pull) {
        this.pull = pull;
    }

    static List<Question> of(PullOf pull) {
        var of = new PullQuestions(pull);
        var limits = pull == PullOf.ORDERS ? SILENT : "limit rows a page";
        var questions = List.of(
                of.ask("pull", "Is the pull answered?", "a list as message, status success", "the same", of::pulled),
                of.ask(
                        "end",
                        "Is the last day of a window part of it?",
                        "samples: one day twice, or two days",
                        "yes, both days",
                        of::end),
                of.ask("longest", "How long may a window be?", "24 hours", "two days; more: 400", of::longest),
                of.ask(
                        "days",
                        "Are the records of the day that is asked for?",
                        "local times without a zone",
                        "yes, days of the account's zone",
                        of::days),
                of.ask("size", "Has a page as many rows as asked for?", limits, "yes", of::size),
                of.ask("offset", "Do pages by offset join without gap?", "offset skips rows", "yes", of::offset),
                of.ask("past-end", "What is beyond the last row?", SILENT, "an empty list", of::pastEnd),
                of.ask("order", "In which order are rows?", SILENT, "by creation, then id", of::order),
                of.ask("stable", "Is the order the same each time?", SILENT, "yes", of::stable),
                of.ask(
                        "empty",
                        "What is answered for a day without records?",
                        pull == PullOf.TICKETS ? "a list, or a text" : SILENT,
                        "200, success, an empty list",
                        of::empty));
        return pull == PullOf.CUSTOMERS
                ? Stream.concat(
                                questions.stream(),
                                Stream.of(of.ask(
                                        "default",
                                        "How large is a page without limit?",
                                        "100",
                                        "100",
                                        of::defaultSize)))
                        .toList()
                : questions;
    }

    private Question ask(String id, String asks, String reference, String daybook, Question.Examiner examiner) {
        return new Question(pull.kind().plural() + "." + id, asks, reference, daybook, examiner);
    }

    private Finding pulled(Session server) throws InterruptedException {
        var search = server.search(pull);
        if (search.keyRefused() || !search.answered()) {
            return Finding.unknown(search.why());
        }
        if (search.day().isPresent()) {
            return Finding.conforms("200, a list of records");
        }
        return search.first().isSuccess() && !search.first().message().is(Kind.NOTHING)
                ? Finding.unknown(search.why())
                : Finding.differs(search.first().described());
    }

    private Finding end(Session server) throws InterruptedException {
        var day = server.day(pull);
        if (day.asTwoDays()) {
            return Finding.differs("no: a day asked for twice is empty");
        }
        if (count(two(server, day, day.day().minusDays(1), 0), day.day()) > 0) {
            return Finding.conforms("yes, both days");
        }
        var before = one(server, day, day.day().minusDays(1)).records().size();
        var rest = two(server, day, day.day().minusDays(1), before);
        if (before < 100) {
            return Finding.of(count(rest, day.day()) > 0, "only if it is the only day");
        }
        return Finding.unknown("the day before has too many records to see");
    }

    private Answer two(Session server, Day day, LocalDate first, int offset) throws InterruptedException {
        return server.ask(day.ask(window(server, first, first.plusDays(1)).with("offset", Integer.toString(offset))));
    }

    private Answer one(Session server, Day day, LocalDate date) throws InterruptedException {
        return server.ask(day.ask(window(server, date, date)));
    }

    private Draft window(Session server, LocalDate first, LocalDate last) {
        return pull.draft(server.cmId(), first, last);
    }

    private long count(Answer answer, LocalDate date) {
        return created(answer).stream()
                .filter(time -> time.toLocalDate().equals(date))
                .count();
    }

    private List<LocalDateTime> created(Answer answer) {
        return answer.records().stream()
                .map(record -> TimeFormats.read(record.at(pull.created())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Finding longest(Session server) throws InterruptedException {
        var day = server.day(pull);
        var three = server.ask(
                day.ask(window(server, day.day().minusDays(1), day.day().plusDays(1))));
        if (three.isRefusal()) {
            return Judge.refused(server, three, 400, "");
        }
        var most = 3;
        for (var days : WIDER) {
            if (server.ask(day.ask(window(server, day.day().minusDays(days - 1), day.day())))
                    .isRefusal()) {
                break;
            }
            most = days;
        }
        return Finding.unnoticed(most + " days or more are accepted");
    }

    private Finding days(Session server) throws InterruptedException {
        var day = server.day(pull);
        var times = created(day.answer());
        if (times.isEmpty()) {
            return Finding.unknown("no time of creation could be read");
        }
        var others = times.size() - count(day.answer(), day.day());
        return Finding.of(others == 0, others == 0 ? "yes" : others + " of " + times.size() + " are of another day");
    }

    private Finding size(Session server) throws InterruptedException {
        var day = server.day(pull);
        var all = server.walk(day);
        var full = day.records().size();
        var small =
                server.ask(day.ask(day.draft().with("limit", "2"))).records().size();
        if (all.size() < 3) {
            return Finding.unknown("the day has " + Judge.counted(all.size(), "record") + " only");
        }
        return small == 2 && full == Math.min(100, all.size())
                ? Finding.conforms("asked for 2 and 100: 2 and " + full + " of " + all.counted())
                : Finding.differs("asked for 2 and 100: " + small + " and " + full + " of " + all.counted());
    }

    private Finding defaultSize(Session server) throws InterruptedException {
        var day = server.day(pull);
        var count = server.ask(day.ask(day.draft().without("limit").without("offset")))
                .records()
                .size();
        var all = server.walk(day);
        if (count == 100 && all.size() > 100) {
            return Finding.conforms("100");
        }
        return count == day.records().size()
                ? Finding.unknown("the day has only " + all.counted() + ", all are given")
                : Finding.differs(count + " of " + all.counted());
    }

    private Finding offset(Session server) throws InterruptedException {
        var day = server.day(pull);
        var all = server.walk(day).ids();
        var size = all.size() < 4 ? 1 : 2;
        if (all.size() < 2) {
            return Finding.unknown("the day has one record only");
        }
        var first = page(server, day, size, 0);
        var second = page(server, day, size, size);
        if (first.size() > size) {
            return Finding.unknown("the limit is not obeyed");
        }
        if (!server.isStable(day)) {
            return Finding.unknown("rows come in another order each time");
        }
        if (first.equals(second)) {
            return Finding.differs("no: the offset is ignored");
        }
        return first.equals(all.subList(0, size)) && second.equals(all.subList(size, 2 * size))
                ? Finding.conforms("yes")
                : Finding.differs("no: rows are left out or come twice");
    }

    private List<String> page(Session server, Day day, int size, int offset) throws InterruptedException {
        return day.ids(server.ask(
                day.ask(day.draft().with("limit", Integer.toString(size)).with("offset", Integer.toString(offset)))));
    }

    private Finding pastEnd(Session server) throws InterruptedException {
        var day = server.day(pull);
        var beyond = server.ask(day.ask(day.draft().with("offset", "100000")));
        if (beyond.hasRecords() && day.ids(beyond).equals(day.ids())) {
            return Finding.unknown("the offset is ignored");
        }
        var none = server.ask(emptyDay(server, pull));
        return beyond.described().equals(none.described())
                ? Finding.conforms("as for a day without records")
                : Finding.differs(beyond.described());
    }

    /** The request for a day on which nothing was created. */
    static Ask emptyDay(Session server, PullOf pull) {
        return pull.ask(pull.draft(server.cmId(), server.emptyDay(), server.emptyDay()));
    }

    private Finding order(Session server) throws InterruptedException {
        var day = server.day(pull);
        var times = created(day.answer());
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

    private Finding stable(Session server) throws InterruptedException {
        var day = server.day(pull);
        if (day.records().size() < 2) {
            return Finding.unknown("the day has one record only");
        }
        return Finding.of(server.isStable(day), server.isStable(day) ? "yes, asked twice" : "no, asked twice");
    }

    private Finding empty(Session server) throws InterruptedException {
        var answer = server.ask(emptyDay(server, pull));
        if (answer.refusesKey()) {
            return Finding.unknown("the key is refused for " + pull.kind().plural());
        }
        var conforms = answer.isSuccess()
                && answer.said().equals("success")
                && answer.message().is(Kind.LIST)
                && !answer.hasRecords();
        return Finding.of(conforms, answer.described());
    }
}
