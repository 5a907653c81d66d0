package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.CheckedAnswer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** Questions about the window of a pull: whether it is answered, and with the records of which days. */
final class WindowQuestions extends QuestionGroup {
    private static final int[] LONGER = {3, 8, 31, 366};
    private static final String BOTH = "yes, both days";
    private static final String NO_TIMES = "no time of creation could be read";

    private final PulledKind kind;

    WindowQuestions(Session server, PulledKind kind) {
        super(server, kind.plural() + ".");
        this.kind = kind;
        add("pull", "Is the pull answered?", "a list as message, status success", "the same", this::pulled);
        add("end", "Is the last day of a window part of it?", "samples: one day twice, or two days", BOTH, this::end);
        add("longest", "How long may a window be?", "24 hours", "two days; more: 400", this::longest);
        add(
                "days",
                "Are the records of the day that is asked for?",
                "local times without a zone",
                "yes, days of the account's zone",
                this::days);
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

    /**
     * Judges the keys {@code message} and {@code status}, and the status itself. The other questions accept any form of
     * them.
     */
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
        var answer = server.ask(day, window(before, day.day()));
        if (answer.isRefusedPull()) {
            return Finding.differs("a window of two days is refused: " + answer.described());
        }
        if (day.end() == WindowEnd.UNKNOWN) {
            return Finding.unknown("all records of the day are of its first instant");
        }
        if (day.answer().created(kind).findAny().isEmpty()) {
            return Finding.unknown(NO_TIMES);
        }
        return switch (shown(day, before)) {
            case YES -> firstDay(day, answer);
            case UNKNOWN -> Finding.unknown("the day before has too many records to see");
            case NO -> Finding.differs("only if it is the only day");
        };
    }

    /**
     * Judges whether a window of two days has the records of its first day too. Records of the last day of such a
     * window have been seen.
     *
     * @param withDayBefore the answer for the window of the day before and this day
     */
    private Finding firstDay(Day day, CheckedAnswer withDayBefore) throws InterruptedException {
        var before = day.day().minusDays(1);
        if (withDayBefore.created(kind).map(LocalDateTime::toLocalDate).anyMatch(before::equals)) {
            return Finding.conforms(BOTH);
        }
        // The day before may have no records. The day itself has some, and is the first day of the next window.
        var next = day.day().plusDays(1);
        var answer = server.ask(day, window(day.day(), next));
        if (answer.isRefusedPull()) {
            return Finding.unknown("a window that ends with the next day is refused: " + answer.described());
        }
        return switch (shown(day, next)) {
            case YES -> Finding.conforms(BOTH);
            case UNKNOWN -> Finding.unknown("the next day has too many records to see");
            case NO -> Finding.differs("only the last day of two is given");
        };
    }

    /**
     * Whether a window of this day and {@code other}, the day before or after, has records of this day. Records of the
     * first instant of this day do not count. Unknown if the other day has more than a page of records.
     */
    private Known shown(Day day, LocalDate other) throws InterruptedException {
        var both = other.isBefore(day.day()) ? window(other, day.day()) : window(day.day(), other);
        if (day.afterStart(server.ask(day, both)) > 0) {
            return Known.YES;
        }
        var alone = window(other, other);
        var size = Integer.toString(server.ask(day, alone).records().size());
        if (day.afterStart(server.ask(day, both.with("offset", size))) > 0) {
            return Known.YES;
        }
        return server.ask(day, alone.with("offset", size)).hasRecords() ? Known.UNKNOWN : Known.NO;
    }

    private Draft window(LocalDate first, LocalDate last) {
        return Draft.pull(kind, server.cmId(), first, last);
    }

    /**
     * Judges which windows are accepted. A server may shorten a long window without an error: then the answer lacks
     * early days that the answer for a shorter window has.
     */
    private Finding longest() throws InterruptedException {
        var day = server.day(kind);
        var three = server.ask(day, until(day, 3));
        if (!three.isAccepted()) {
            return refused(three, 400, "");
        }
        var most = 3;
        var reach = Math.max(reach(day, day.answer()), reach(day, server.ask(day, until(day, 2))));
        var isFull = false;
        for (var days : LONGER) {
            var answer =
                    days == 3 ? three : server.fresh(day.ask(until(day, days)).sentOnce());
            if (!answer.isAccepted()) {
                break;
            }
            var reached = reach(day, answer);
            isFull = answer.records().size() >= FULL_PAGE;
            // The earlier days may be on the pages after a full one.
            if (reached < reach && !isFull && server.isStable(day)) {
                return Finding.differs(days + " days are answered, but "
                        + (reached == 0 ? "without records" : "only with records of the last " + reached));
            }
            reach = Math.max(reach, reached);
            most = days;
        }
        return Finding.unnoticed(most + " days or more are answered"
                + (reach == 0 || isFull ? "" : ", with records of the last " + reach));
    }

    /**
     * The window of this number of days that ends with this day. It has no later days, because a server may refuse
     * future days.
     */
    private Draft until(Day day, int days) {
        return window(day.day().minusDays(days - 1), day.end().endOf(day.day()));
    }

    /**
     * The number of days from the earliest record of an answer to this day, both included; 0 if no time can be read.
     */
    private long reach(Day day, CheckedAnswer answer) {
        return answer.created(kind)
                .map(time -> ChronoUnit.DAYS.between(time.toLocalDate(), day.day()) + 1)
                .max(Comparator.naturalOrder())
                .orElse(0L);
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
}
