package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.day.PageRequests.Question;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out whether a window includes its end date: in the words of this class, whether the end date counts. */
record WindowEndSearch(PageQuestions questions, ServerKnowledge known) {
    /**
     * Finds out whether the end date counts. It does if the server states its window, or if the window from a day to
     * the same day has a record that is not of the day's first instant. A record of this instant proves nothing: a
     * window that excludes its end date may include the first instant of that date.
     *
     * <p>If this window has no such record, the day and the next one are requested together:
     *
     * <ul>
     *   <li>If the answer has a record of the next day, other than of its first instant, the end date counts.
     *   <li>Otherwise, if the answer has a record of the day that the first request did not give, the end date does not
     *       count, unless a second request for the day alone gives such a record.
     *   <li>Otherwise, if the answer has records without a time, a request for the next day alone shows to which day
     *       they belong.
     *   <li>Otherwise, the first request gave all records of the day, whether or not end dates count.
     * </ul>
     *
     * <p>If the first page has only records of the day's first instant, the pages behind it are requested, too. If the
     * server does not answer for one of them, that page may contain further records of the day. Then records of the day
     * in the answer for both days prove nothing; records of the next day still show that the end date counts.
     *
     * @return the given answer or, if it was outdated, a newer one
     */
    Answer learn(Question question, Answer answer) throws InterruptedException {
        var day = question.from();
        var newest = answer;
        var unanswered = new ArrayList<String>();
        if (answer.window().isPresent()) {
            learn(WindowEnd.INCLUSIVE, "the server says which window it uses");
        } else if (pages().with(record -> !isAtMidnight(record), question, answer, unanswered::add)
                .isPresent()) {
            learn(WindowEnd.INCLUSIVE, "one day is asked for as " + day + " to " + day + ": the end date counts");
        } else if (known.open().isEmpty()) {
            var isEmpty = answer.page().records().isEmpty();
            if (seemsExclusive(question.until(day.plusDays(1)), isEmpty, unanswered.isEmpty())) {
                newest = learnExclusive(question, answer);
            }
            if (known.profile().windowEnd() == WindowEnd.UNKNOWN) {
                unanswered.forEach(this::leaveOpen);
            }
        }
        checkNotOpen(!newest.page().records().isEmpty());
        return newest;
    }

    /**
     * Reports that a probe was not answered. If the questions are for a pulled day, also records it: from then on, an
     * answer without records proves that a day is empty only if end dates count.
     */
    private void leaveOpen(String why) {
        if (questions.isProbe()) {
            known.unanswered(why);
        } else {
            known.open(why);
        }
    }

    /** The answer to a probe. Without an answer, calls {@link #leaveOpen}. */
    private Optional<Answer> probe(Question question, Question answered) throws InterruptedException {
        var probe = questions.probe(question, answered);
        if (probe.answer().isEmpty()) {
            leaveOpen(WindowPages.unanswered(question, probe.why()));
        }
        return probe.answer();
    }

    /**
     * An unanswered probe may have left open whether days that seemed empty have records. If so, stops the pull when it
     * is about to write the records of an answer, or when end dates do not count.
     */
    private void checkNotOpen(boolean hasRecords) {
        var doubt = known.doubt();
        var isWritten = hasRecords && !questions.isProbe();
        if (doubt.isPresent() && (isWritten || known.profile().windowEnd() == WindowEnd.EXCLUSIVE)) {
            throw new ClientException(Reason.MISBEHAVED, doubt.get());
        }
    }

    /**
     * Requests a day and the next one in one window, to learn from the records whether end dates count.
     *
     * @param question the question for the two days
     * @param isEmpty whether the request for the first day alone gave no records
     * @param isComplete whether the request for the first day alone was answered for each page that may have records
     * @return true if end dates do not seem to count; false if this method has learned that they count, or nothing
     */
    private boolean seemsExclusive(Question question, boolean isEmpty, boolean isComplete) throws InterruptedException {
        var day = question.from();
        Predicate<PulledRecord> isOfDay = record -> isOf(record, day) && (isEmpty || !isAtMidnight(record));
        var first = probe(question, question.until(day));
        if (first.isEmpty()) {
            return false;
        }
        var both = pages().with(
                        record -> isOfDay.test(record) || !isAtMidnight(record), question, first.get(), this::leaveOpen)
                .orElse(first.get());
        if (both.has(record -> isOf(record, day))) {
            known.gives(day);
        }
        if (both.has(record -> record.hasTime() && !isAtMidnight(record) && !isOf(record, day))) {
            checkEmpty(day, isEmpty && both.has(record -> isOf(record, day)));
            if (!isEmpty || givesNextDay(question, 0)) {
                learnInclusive(day.plusDays(1));
            }
        } else if (isComplete && both.has(isOfDay)) {
            return true;
        } else if (isComplete && both.has(record -> !record.hasTime())) {
            return nextDaySeemsExclusive(question, isEmpty, both);
        } else if (isEmpty && !known.isStartCounted() && both.has(PulledRecord::hasTime)) {
            givesNextDay(question, 1);
        }
        return false;
    }

    /**
     * Checks that the next day also has records if it is requested alone. Its records came in a window of two days, and
     * the first day seemed empty. Some servers exclude the start of a window: they give the records of a day, or of its
     * first instant, only in a window that begins earlier. On such a server, the first day may have records, too.
     *
     * @param question the question for the two days
     * @param most the maximum number of days to request together with the next day, if the request for the next day
     *     alone gives no records
     * @return true if the next day has records; false if the server does not answer
     * @throws ClientException if the server answers without records of the next day
     */
    private boolean givesNextDay(Question question, int most) throws InterruptedException {
        var next = question.from().plusDays(1);
        for (var more = 0; more <= most; more++) {
            var itself = new Question(next, next.plusDays(more), question.limit(), 0, "");
            var answer = probe(itself, question);
            if (answer.isEmpty()) {
                return false;
            }
            if (pages().with(record -> isOf(record, next), itself, answer.get(), this::leaveOpen)
                    .isPresent()) {
                known.gives(next);
                known.startCounts();
                return true;
            }
        }
        throw new ClientException(
                Reason.MISBEHAVED,
                "the server sends records of " + next + " for " + question.from() + " to " + next + ", but none for "
                        + next + " itself: a window seems to lack its start, so that nothing shows whether days without"
                        + " records have none");
    }

    /**
     * Finds out to which of two days the records without a time belong, by a request for the next day alone. If the
     * answer has records, these are of the next day, and end dates count. If it has none, the records of the two days
     * are of the first day, and end dates do not count. Records of the next day's first instant are ignored.
     *
     * @param isEmpty whether the request for the first day alone gave no records
     * @param both a page of the two days; if the first day is empty, all records of this page must be of the next day
     * @return as {@link #seemsExclusive}
     */
    private boolean nextDaySeemsExclusive(Question question, boolean isEmpty, Answer both) throws InterruptedException {
        var next = question.from().plusDays(1);
        var alone = new Question(next, next, question.limit(), 0, "");
        var answer = probe(alone, question);
        if (answer.isEmpty()) {
            return false;
        }
        if (!answer.get().has(record -> !isAtMidnight(record))) {
            known.gives(question.from());
            return true;
        }
        known.gives(next);
        var missing = new HashSet<>(both.ids());
        var unanswered = new ArrayList<String>();
        if (isEmpty) {
            pages().with(
                            record -> missing.remove(record.id()) && missing.isEmpty(),
                            alone,
                            answer.get(),
                            unanswered::add);
            checkEmpty(question.from(), !missing.isEmpty() && unanswered.isEmpty());
        }
        learnInclusive(next);
        return false;
    }

    /**
     * Fails if the server gave records of a day only in a window of two days. Because end dates count, it should have
     * given them for the day alone, too.
     *
     * @param hasRecords whether the window of two days had such records
     */
    private static void checkEmpty(LocalDate day, boolean hasRecords) {
        if (hasRecords) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server gave nothing for " + day + ", but records of it for " + day + " to " + day.plusDays(1)
                            + "; the same command asks again. If this repeats, its days may be those of another zone");
        }
    }

    private void learnInclusive(LocalDate end) {
        learn(WindowEnd.INCLUSIVE, "the end date of a window counts: " + end + " has records");
    }

    /**
     * Learns that end dates do not count, unless a second request for the day alone shows that they count. The first
     * answer may have been a failure or outdated; on a day that is not over, records may be newer than it. If the day
     * is over and the first answer had records (of the day's first instant), there is no second request.
     *
     * @param first the first answer for the day alone
     * @return the second answer if it shows that end dates count, otherwise {@code first}
     */
    private Answer learnExclusive(Question question, Answer first) throws InterruptedException {
        var day = question.from();
        var isOver = questions.requests().options().isOver(day);
        if (!isOver || first.page().records().isEmpty()) {
            var again = questions.requests().send(question);
            if (pages().with(record -> !isAtMidnight(record), question, again, this::leaveOpen)
                    .isPresent()) {
                checkEmpty(day, isOver);
                learnInclusive(day);
                return again;
            }
        }
        learn(
                WindowEnd.EXCLUSIVE,
                "the server does not count the end date of a window: it gives nothing for " + day + " to " + day
                        + ", but records of that day for " + day + " to " + day.plusDays(1)
                        + "; so each day is asked for with the day after it as the end");
        return first;
    }

    private void learn(WindowEnd end, String sentence) {
        known.learn(profile -> profile.with(end), sentence);
    }

    private WindowPages pages() {
        return new WindowPages(questions, known);
    }

    private static boolean isAtMidnight(PulledRecord record) {
        return record.createdAt().toLocalTime().equals(LocalTime.MIDNIGHT) && record.hasTime();
    }

    private static boolean isOf(PulledRecord record, LocalDate day) {
        return record.createdAt().toLocalDate().equals(day);
    }
}
