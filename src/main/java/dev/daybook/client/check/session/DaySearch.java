package dev.daybook.client.check.session;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The search for a day with records of a kind.
 *
 * @param day the day, if one was found
 * @param first the answer to the first window
 * @param why the reason why there is no day; empty if there is one
 * @param brokenOff whether the search ended because an answer was missing, damaged or too large, or because the answer
 *     to a request for the exact day was unreadable or an error of the server
 */
public record DaySearch(Optional<Day> day, CheckedAnswer first, String why, boolean brokenOff) {
    /**
     * The days to look at, as numbers of days before today. Each is requested together with the day after it, or alone
     * if the server refuses two days. Today comes after the other near days, because it is not over.
     */
    private static final int[] DISTANCES = {2, 4, 6, 0, 14, 30, 60, 90, 180, 365, 730};

    /** Whether the server answered the first window, and not only by temporary failures such as 503. */
    public boolean answered() {
        return !first.isSilence();
    }

    /** Whether the first answer of the search refuses the key. */
    public boolean keyRefused() {
        return first.refusesKey();
    }

    /** Whether the first answer of the search is a redirect. */
    public boolean redirected() {
        return first.isRedirect();
    }

    /**
     * The day that was found.
     *
     * @throws NotEstablished if none was found
     */
    public Day required() {
        return day.orElseThrow(() -> brokenOff ? NotEstablished.unanswered(why) : new NotEstablished(why));
    }

    /** Searches for a day with records. Ends without a day if an answer is missing, or cannot be read. */
    public static DaySearch of(Session server, PulledKind kind) throws InterruptedException {
        var answers = new ArrayList<CheckedAnswer>();
        try {
            return search(server, kind, answers);
        } catch (NotEstablished unknown) {
            var first = answers.isEmpty() ? CheckedAnswer.unread(unknown.why()) : answers.get(0);
            return new DaySearch(Optional.empty(), first, unknown.why(), true);
        }
    }

    /**
     * Searches for a day with records. Adds the answer for each window to {@code answers}, so that the caller still has
     * the answers if this method throws an exception. Leaves out the refusal of a window of two days if its first day
     * is then requested alone.
     */
    private static DaySearch search(Session server, PulledKind kind, List<CheckedAnswer> answers)
            throws InterruptedException {
        var named = server.options().day();
        for (var from : named.map(List::of).orElseGet(() -> usual(server.today()))) {
            var to = named.isPresent() ? from : from.plusDays(1);
            var answer = window(server, kind, from, to);
            if (answer.isRefusedPull() && !answer.refusesKey() && !from.equals(to)) {
                // A server may take a single day only; another question reports that.
                to = from;
                answer = window(server, kind, from, to);
            }
            answers.add(answer);
            var first = answers.get(0);
            if (answer.refusesKey()) {
                return none(first, "the key is refused for " + kind.plural());
            }
            if (!isReadable(answer)) {
                return none(first, unreadable(kind, answer));
            }
            if (answer.hasRecords() || named.isPresent()) {
                var day = learn(server, kind, dayOf(server, answer, kind, from, to));
                if (day.isPresent()) {
                    return new DaySearch(day, first, "", false);
                }
            }
        }
        return none(answers.get(0), notFound(kind, named, answers));
    }

    /**
     * The reason if no window had a day with records. A server may refuse only the empty windows, so the pull counts as
     * refused only if the server refused every window. If the user named a day, it was the only window, so the reason
     * suggests to name another day.
     */
    private static String notFound(PulledKind kind, Optional<LocalDate> named, List<CheckedAnswer> answers) {
        if (answers.stream().allMatch(CheckedAnswer::isRefusedPull)) {
            var refusal = " is refused: " + answers.get(0).described();
            return "the pull of " + kind.plural()
                    + named.map(day -> " on " + day + refusal + "; if the day is empty, name another --day")
                            .orElse(refusal);
        }
        return named.map(day -> "no " + kind.plural() + " were found on " + day + "; name another --day")
                .orElseGet(() -> "no day with " + kind.plural() + " was found; see --day");
    }

    private static CheckedAnswer window(Session server, PulledKind kind, LocalDate from, LocalDate to)
            throws InterruptedException {
        return server.answerTo(Ask.pull(kind, Draft.pull(kind, server.cmId(), from, to)));
    }

    private static boolean isReadable(CheckedAnswer answer) {
        return !answer.isRedirect()
                && (answer.json().isContainer() || answer.length() == 0 || answer.isBlank() || answer.saysNoData());
    }

    private static String unreadable(PulledKind kind, CheckedAnswer answer) {
        return "the pull of " + kind.plural() + " is answered: " + answer.described();
    }

    private static DaySearch none(CheckedAnswer first, String why) {
        return new DaySearch(Optional.empty(), first, why, false);
    }

    private static List<LocalDate> usual(LocalDate today) {
        return IntStream.of(DISTANCES).mapToObj(today::minusDays).toList();
    }

    /**
     * The day on which the records of a window were created: that of the first record with a readable time of creation
     * within the window. If there is no such record in a window of two days, pulls the second day alone: if it has
     * records, the result is the second day, otherwise the first day.
     */
    private static LocalDate dayOf(Session server, CheckedAnswer answer, PulledKind kind, LocalDate from, LocalDate to)
            throws InterruptedException {
        var day = answer.created(kind)
                .map(LocalDateTime::toLocalDate)
                .filter(found -> !found.isBefore(from) && !found.isAfter(to))
                .findFirst();
        if (day.isPresent() || from.equals(to)) {
            return day.orElse(from);
        }
        return day(server, kind, to, WindowEnd.INCLUSIVE).answer().hasRecords() ? to : from;
    }

    /**
     * The day with the window in which the server gives its records: this day alone, or this day and the next one.
     * Empty if neither window has records of the day. If all records of the day are of its first instant, {@link
     * Day#end} is unknown: a server whose windows end with the first instant of their end date sends these records for
     * the day alone, too.
     */
    private static Optional<Day> learn(Session server, PulledKind kind, LocalDate day) throws InterruptedException {
        var alone = day(server, kind, day, WindowEnd.INCLUSIVE);
        var answer = alone.answer();
        if (answer.hasRecords() && !alone.isOnlyStart(answer)) {
            return Optional.of(alone);
        }
        var both = day(server, kind, day, WindowEnd.EXCLUSIVE);
        if (!answer.hasRecords()) {
            return both.answer().hasRecords()
                            && dayOf(server, both.answer(), kind, day, day.plusDays(1))
                                    .equals(day)
                    ? Optional.of(both)
                    : Optional.empty();
        }
        return Optional.of(
                both.afterStart(both.answer()) > 0
                        ? both
                        : new Day(kind, day, WindowEnd.UNKNOWN, alone.draft(), answer));
    }

    /**
     * The answer for a day.
     *
     * @throws NotEstablished if the answer is missing, unreadable or an error of the server (status 500 or more),
     *     because then it does not show whether the day has records
     */
    private static Day day(Session server, PulledKind kind, LocalDate day, WindowEnd end) throws InterruptedException {
        var draft = Draft.pull(kind, server.cmId(), day, end.endOf(day));
        var answer = server.answerTo(Ask.pull(kind, draft));
        if (answer.status() >= 500 || (!isReadable(answer) && !answer.isRefusal())) {
            throw NotEstablished.unanswered(unreadable(kind, answer));
        }
        return new Day(kind, day, end, draft, answer);
    }
}
