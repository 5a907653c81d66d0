package dev.daybook.client;

import dev.daybook.client.answer.EmptyAnswer;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Requests pages from a server, and interprets answers without records. Finds out whether a window includes its end
 * date, and what the server sends for an empty day.
 */
record PageQuestions(RetryingCaller caller, PageOptions options, ServerKnowledge known) {
    /** The number of equal answers in a row that counts as permanent. */
    private static final int MOST_EQUAL = 3;

    private static final int MOST_ASKED = 6;

    /** The pause between two equal requests. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** The bounds of zone offsets, each an hour wider, for days on which the clock changes. */
    private static final Duration LEAST_OFFSET = Duration.ofHours(-13);

    private static final Duration GREATEST_OFFSET = Duration.ofHours(15);

    /** A request for a page of a window of days. */
    record Question(LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        private String words() {
            return from
                    + (from.equals(to) ? "" : " to " + to)
                    + (cursor.isEmpty() ? " from offset " + offset + " on" : " behind a cursor");
        }

        Question until(LocalDate day) {
            return new Question(from, day, limit, offset, cursor);
        }
    }

    record Answer(PulledPage page, Reply reply) {
        private boolean isDoubtful() {
            return page.records().isEmpty() && !page.empty().isPlain();
        }

        boolean has(Predicate<PulledRecord> wanted) {
            return page.records().stream().anyMatch(wanted);
        }
    }

    /**
     * Fetches the first page of a day. Also finds out whether a window includes its end date, if that is not known yet.
     *
     * @throws ClientException if the server refuses, is unavailable for too long, or contradicts itself
     */
    Answer first(LocalDate day, int limit) throws InterruptedException {
        while (true) {
            var end = known.profile().windowEnd();
            var question = new Question(day, end.endOf(day), limit, 0, "");
            var answer = ask(question);
            if (end == WindowEnd.UNKNOWN) {
                learnWindow(question, answer);
            }
            if (known.profile().windowEnd().endOf(day).equals(question.to)) {
                return answer;
            }
        }
    }

    /**
     * Finds out whether a window includes its end date. A record of the requested day shows that it does, unless it is
     * of the day's first instant, which a window with an exclusive end may include. Otherwise a request for the day and
     * the next one shows it: if that has no records of the day either, the day is empty in both cases. If its records
     * have no times, a request for the next day shows of which day they are. A first page with records of a first
     * instant alone decides nothing, so the pages behind it are requested, too.
     */
    private void learnWindow(Question question, Answer answer) throws InterruptedException {
        var day = question.from;
        if (answer.reply.header(Headers.WINDOW).isPresent()) {
            learn(WindowEnd.INCLUSIVE, "the server says which window it uses");
        } else if (pageWith(record -> !isAtMidnight(record), question, answer).isPresent()) {
            learn(WindowEnd.INCLUSIVE, "one day is asked for as " + day + " to " + day + ": the end date counts");
        } else {
            learnFromTwoDays(
                    question.until(day.plusDays(1)), answer.page.records().isEmpty());
        }
    }

    /**
     * The first page of a window with such a record; empty if the window has none, or if the server sends the same page
     * whatever the offset.
     */
    private Optional<Answer> pageWith(Predicate<PulledRecord> wanted, Question question, Answer first)
            throws InterruptedException {
        var seen = new HashSet<Long>();
        var answer = first;
        for (var offset = 0L; !answer.has(wanted); ) {
            var records = answer.page.records();
            var isLast = records.size() < question.limit && known.profile().fullPages() == Known.YES;
            if (isLast || !seen.addAll(records.stream().map(PulledRecord::id).toList())) {
                return Optional.empty();
            }
            offset += records.size();
            answer = askUnlessRefused(new Question(question.from, question.to, question.limit, offset, ""));
        }
        return Optional.of(answer);
    }

    Answer askUnlessRefused(Question question) throws InterruptedException {
        try {
            return ask(question);
        } catch (ClientException failure) {
            if (failure.reason() != Reason.REFUSED) {
                throw failure;
            }
            return new Answer(PulledPage.NOTHING, Reply.NONE);
        }
    }

    private void learnFromTwoDays(Question question, boolean isEmpty) throws InterruptedException {
        var day = question.from;
        Predicate<PulledRecord> isOfDay = record -> isOf(record, day) && (isEmpty || !isAtMidnight(record));
        var first = askUnlessRefused(question);
        var both = pageWith(record -> isOfDay.test(record) || !isAtMidnight(record), question, first)
                .orElse(first);
        if (both.has(record -> isOf(record, day))) {
            known.gives(day);
        } else if (both.has(PulledRecord::hasTime)) {
            known.gives(day.plusDays(1));
        }
        if (both.has(record -> record.hasTime() && !isAtMidnight(record) && !isOf(record, day))) {
            learnInclusive(day.plusDays(1));
        } else if (both.has(isOfDay)) {
            learnExclusive(day);
        } else if (both.has(record -> !record.hasTime())) {
            learnFromNextDay(question);
        }
    }

    /** Finds out of which of two days the records without a time are: a window with an exclusive end has the first's. */
    private void learnFromNextDay(Question question) throws InterruptedException {
        var next = question.from.plusDays(1);
        if (ask(new Question(next, next, question.limit, 0, "")).has(record -> !isAtMidnight(record))) {
            known.gives(next);
            learnInclusive(next);
        } else {
            known.gives(question.from);
            learnExclusive(question.from);
        }
    }

    private void learnInclusive(LocalDate next) {
        learn(WindowEnd.INCLUSIVE, "the end date of a window counts: " + next + " has records");
    }

    private void learnExclusive(LocalDate day) {
        learn(
                WindowEnd.EXCLUSIVE,
                "the server does not count the end date of a window: it gives nothing for " + day + " to " + day
                        + ", but records of that day for " + day + " to " + day.plusDays(1)
                        + "; so each day is asked for with the day after it as the end");
    }

    private void learn(WindowEnd end, String sentence) {
        known.learn(profile -> profile.with(end), sentence);
    }

    private static boolean isAtMidnight(PulledRecord record) {
        return record.createdAt().toLocalTime().equals(LocalTime.MIDNIGHT) && record.hasTime();
    }

    private static boolean isOf(PulledRecord record, LocalDate day) {
        return record.createdAt().toLocalDate().equals(day);
    }

    /**
     * Sends a request, and repeats it if the answer may mean an empty day or a defect. The answer counts as an empty
     * day only if the server says the same of a day that is certainly empty and, if a day with records is
     * known, still gives records for that day.
     */
    Answer ask(Question question) throws InterruptedException {
        var answer = once(question);
        var asked = 1;
        for (var equal = 1; answer.isDoubtful(); asked++) {
            if (equal > 1 && isEmptyDay(question, answer.page.empty()) && isInOrder(question)) {
                return answer;
            }
            if (equal == MOST_EQUAL || asked == MOST_ASKED) {
                throw new ClientException(
                        Reason.MISBEHAVED,
                        question.words() + ": the server answered " + asked + " times with "
                                + answer.page.empty().words()
                                + ", which does not show whether there are no records or something is wrong");
            }
            Thread.sleep(PAUSE.toMillis());
            var again = once(question);
            equal = again.page.empty().equals(answer.page.empty()) ? equal + 1 : 1;
            answer = again;
        }
        return answer;
    }

    private boolean isEmptyDay(Question question, EmptyAnswer said) throws InterruptedException {
        if (known.isEmptyDay(said)) {
            return true;
        }
        var future = options.today().plusYears(1);
        var empty = once(new Question(
                future, future.plusDays(ChronoUnit.DAYS.between(question.from, question.to)), question.limit, 0, ""));
        if (!empty.page.records().isEmpty() || !empty.page.empty().equals(said)) {
            return false;
        }
        known.emptyAs(said, future);
        return true;
    }

    private boolean isInOrder(Question question) throws InterruptedException {
        var giving = known.givingDay().filter(day -> !day.equals(question.from));
        return giving.isEmpty()
                || !once(new Question(
                                giving.get(), known.profile().windowEnd().endOf(giving.get()), question.limit, 0, ""))
                        .page
                        .records()
                        .isEmpty();
    }

    private Answer once(Question question) throws InterruptedException {
        var kind = options.kind();
        var request = kind.query()
                .request(caller.cmId(), question.from, question.to, question.limit, question.offset, question.cursor);
        return caller.call(kind.path(), request, reply -> answer(question, reply));
    }

    private Answer answer(Question question, Reply reply) {
        try {
            var page = PulledPage.read(
                    reply.body(),
                    reply.header("Content-Type").orElse(""),
                    options.kind().keys(),
                    options.strict());
            page.refusal().ifPresent(words -> {
                throw new ClientException(Reason.REFUSED, "the server says: " + words);
            });
            noteLeniency(page, reply);
            reply.header(Headers.WINDOW).ifPresent(window -> {
                checkWindow(window, question.from);
                known.tellsOfWindow();
            });
            return new Answer(page, reply);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(question.words() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private void noteLeniency(PulledPage page, Reply reply) {
        if (page.leniency().isEmpty() && reply.leniency().isEmpty()) {
            return;
        }
        var how = EnumSet.noneOf(Leniency.class);
        how.addAll(page.leniency());
        how.addAll(reply.leniency());
        if (options.strict()) {
            throw new IllegalArgumentException("the answer is not what its headers announce: "
                    + how.iterator().next().words());
        }
        known.lenient(how);
    }

    /** Checks that the window in Daybook's header begins with the requested day in some zone. */
    private static void checkWindow(String window, LocalDate day) {
        try {
            var start = Instant.parse(window.substring(0, Math.max(0, window.indexOf('/'))));
            var offset = Duration.between(start, day.atStartOfDay().toInstant(ZoneOffset.UTC));
            if (offset.compareTo(LEAST_OFFSET) < 0 || offset.compareTo(GREATEST_OFFSET) > 0) {
                throw new ClientException(Reason.MISBEHAVED, "asked for " + day + ", the server answered for " + start);
            }
        } catch (DateTimeParseException ofAnotherKind) {
            // A header of another format says nothing about the day.
        }
    }
}
