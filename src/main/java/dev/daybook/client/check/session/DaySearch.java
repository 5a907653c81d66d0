package dev.daybook.client.check.session;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search for a day with records of a kind.
 *
 * @param day the day, if one was found
 * @param first the answer to the first window
 * @param why the reason why there is no day; empty if there is one
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record DaySearch(Optional<Day> day, Answer first, String why) {
    /**
     * The days to look at first, as distances from today, each with the day after it. Today is last, because it is not
     * over.
     */
    private static final int[] NEAR = {2, 4, 6, 0};

    private static final int[] FAR = {14, 30, 60, 90, 180, 365, 730};

    public boolean answered() {
        return first.came();
    }

    public boolean keyRefused() {
        return first.refusesKey();
    }

    public Day required() {
        return day.orElseThrow(() -> new NotEstablished(why));
    }

    public static DaySearch of(Session server, PullOf pull) throws InterruptedException {
        var answers = new ArrayList<Answer>();
        for (var from : firstDays(server)) {
            Answer answer;
            try {
                answer = server.ask(pull.ask(pull.draft(server.cmId(), from, lastDay(server, from))));
            } catch (NotEstablished silent) {
                return new DaySearch(
                        Optional.empty(), answers.isEmpty() ? Answer.none("none") : answers.get(0), silent.why());
            }
            answers.add(answer);
            var first = answers.get(0);
            if (answer.refusesKey()) {
                return new DaySearch(Optional.empty(), first, "the key is refused for " + plural(pull));
            }
            if (!answer.json().isContainer() && answer.length() > 0) {
                return new DaySearch(
                        Optional.empty(), first, "the pull of " + plural(pull) + " is answered: " + answer.described());
            }
            if (answer.hasRecords() || server.options().day().isPresent()) {
                var day = learn(server, pull, dayOf(answer, pull, from, lastDay(server, from)));
                if (day.isPresent()) {
                    return new DaySearch(day, first, "");
                }
            }
        }
        return new DaySearch(Optional.empty(), answers.get(0), "no day with " + plural(pull) + " was found; see --day");
    }

    private static List<LocalDate> firstDays(Session server) {
        var named = server.options().day();
        if (named.isPresent()) {
            return List.of(named.get());
        }
        var days = new ArrayList<LocalDate>();
        for (var before : NEAR) {
            days.add(server.today().minusDays(before));
        }
        for (var before : FAR) {
            days.add(server.today().minusDays(before));
        }
        return days;
    }

    private static LocalDate lastDay(Session server, LocalDate first) {
        return server.options().day().isPresent() ? first : first.plusDays(1);
    }

    private static LocalDate dayOf(Answer answer, PullOf pull, LocalDate from, LocalDate to) {
        return answer.records().stream()
                .flatMap(record -> TimeFormats.read(record.at(pull.created())).stream())
                .map(time -> time.toLocalDate())
                .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                .findFirst()
                .orElse(from);
    }

    /** Finds out whether the server gives the day for a window of that day alone, or only as the first of two days. */
    private static Optional<Day> learn(Session server, PullOf pull, LocalDate day) throws InterruptedException {
        for (var asTwoDays : List.of(false, true)) {
            var draft = pull.draft(server.cmId(), day, asTwoDays ? day.plusDays(1) : day);
            var answer = server.ask(pull.ask(draft));
            if (answer.hasRecords()
                    && (!asTwoDays || dayOf(answer, pull, day, day.plusDays(1)).equals(day))) {
                return Optional.of(new Day(pull, day, asTwoDays, draft, answer));
            }
        }
        return Optional.empty();
    }

    private static String plural(PullOf pull) {
        return pull.kind().plural();
    }
}
