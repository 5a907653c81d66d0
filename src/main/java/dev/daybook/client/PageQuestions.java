package dev.daybook.client;

import dev.daybook.client.answer.EmptyAnswer;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.wire.Headers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Requests pages from a server, and interprets answers without records: finds out what the server sends for an empty
 * day.
 *
 * @param isProbe whether the questions are probes, so that the pull continues if they remain unanswered
 */
record PageQuestions(RetryingCaller caller, PageOptions options, ServerKnowledge known, boolean isProbe) {
    /** After this many equal answers in a row, a question is not repeated: the next answer would hardly differ. */
    private static final int MOST_EQUAL = 3;

    private static final int MOST_ASKED = 6;

    /**
     * The failures that may be caused by the window or offset of a question, so that other questions can still succeed.
     * An unreadable answer is not among them: the answers to other questions may be unreadable too.
     */
    private static final Set<Reason> OF_A_QUESTION =
            EnumSet.of(Reason.REFUSED, Reason.NOT_FOUND, Reason.KEY_REFUSED, Reason.WAITED_TOO_LONG);

    /** The pause between two equal requests. */
    static final Duration PAUSE = Duration.ofMillis(200);

    /** Questions for the days that are pulled. */
    PageQuestions(RetryingCaller caller, PageOptions options, ServerKnowledge known) {
        this(caller, options, known, false);
    }

    /** A request for a page of a window of days. */
    record Question(LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        String words() {
            return from
                    + (from.equals(to) ? "" : " to " + to)
                    + (cursor.isEmpty() ? " from offset " + offset + " on" : " behind a cursor");
        }

        Question until(LocalDate day) {
            return new Question(from, day, limit, offset, cursor);
        }

        Question at(long skipped) {
            return new Question(from, to, limit, skipped, "");
        }
    }

    record Answer(PulledPage page, Reply reply) {
        private boolean isDoubtful() {
            return page.records().isEmpty() && !page.empty().isPlain();
        }

        /** Whether more records follow; empty if the server does not say it. */
        Optional<Boolean> hasMore() {
            return reply.header(Headers.HAS_MORE).map(Boolean::parseBoolean);
        }

        /** The window that the server states; empty if it states none, or in another format. */
        Optional<StatedWindow> window() {
            return reply.header(Headers.WINDOW).flatMap(StatedWindow::read);
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
                new WindowQuestions(this, known).learn(question, answer);
            }
            if (known.profile().windowEnd().endOf(day).equals(question.to)) {
                return answer;
            }
        }
    }

    /**
     * Asks a question only to learn how the server behaves. The server may refuse the window of this probe, although it
     * answers for the pulled days. If the probe fails after a few attempts, asks the question {@code answered} again,
     * and waits while the server is unavailable. Then retries the probe once.
     *
     * @param answered a question that the server has answered
     * @throws ClientException if the server does not answer {@code answered} either, or if an answer is unreadable
     */
    Probe probe(Question probe, Question answered) throws InterruptedException {
        return probe(brief -> brief.ask(probe), patient -> patient.ask(answered));
    }

    /**
     * The outcome of a probe.
     *
     * @param answer empty if the server refuses the probe, or answers only the other question
     * @param why why there is no answer; empty if there is one
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Probe(Optional<Answer> answer, String why) {}

    /** Sends a request through a {@link PageQuestions}: the brief one makes few attempts, the patient one many. */
    private interface Asking {
        Answer ask(PageQuestions questions) throws InterruptedException;
    }

    private Probe probe(Asking probe, Asking answered) throws InterruptedException {
        var brief = new PageQuestions(caller.brief(), options, known, true);
        for (var isAgain = false; ; isAgain = true) {
            try {
                return new Probe(Optional.of(probe.ask(brief)), "");
            } catch (ClientException failure) {
                if (!OF_A_QUESTION.contains(failure.reason())) {
                    throw failure;
                }
                if (isAgain || failure.reason() == Reason.REFUSED) {
                    return new Probe(Optional.empty(), String.valueOf(failure.getMessage()));
                }
                answered.ask(this);
            }
        }
    }

    /**
     * Fetches the first page of a day that is not pulled.
     *
     * @param answered a day for which the server has answered, with or without records
     * @return empty if the server refuses the request, or still answers for another day but not for this one. The
     *     reason is then reported
     * @throws ClientException if the server does not answer for the other day either, or if an answer is unreadable
     */
    Optional<Answer> probeFirst(LocalDate day, int limit, LocalDate answered) throws InterruptedException {
        var other = known.givingDay().orElse(answered);
        var question = new Question(other, known.profile().windowEnd().endOf(other), limit, 0, "");
        var probe = probe(brief -> brief.first(day, limit), patient -> patient.ask(question));
        if (probe.answer.isEmpty()) {
            known.unanswered("the server does not answer for " + day + ", a day that is not pulled, which could show"
                    + " of which zone its days are, and that it gives records: " + probe.why);
        }
        return probe.answer;
    }

    /**
     * Sends a request, and repeats it if the answer may mean an empty day or a defect. The answer counts as an empty
     * day only if the server gives it twice, gives the same answer for a day that is certainly empty and, between the
     * two answers, gives records for a day that is known to have some. Without the last condition, an outage during
     * both answers would look like an empty day. If no day with records is known yet, the empty day is noted as
     * unproven: see {@link ServerKnowledge#unproven}.
     */
    Answer ask(Question question) throws InterruptedException {
        var answer = once(question);
        var asked = 1;
        for (var equal = 1; answer.isDoubtful(); asked++) {
            if (equal == MOST_EQUAL || asked == MOST_ASKED) {
                throw new ClientException(
                        Reason.MISBEHAVED,
                        question.words() + ": the server answered " + asked + " times with "
                                + answer.page.empty().words()
                                + ", which does not show whether there are no records or something is wrong");
            }
            Thread.sleep(PAUSE.toMillis());
            var isProven = known.givingDay().isPresent();
            var inOrder = isInOrder(question);
            var again = once(question);
            equal = again.page.empty().equals(answer.page.empty()) ? equal + 1 : 1;
            answer = again;
            if (equal > 1 && inOrder && isEmptyDay(question, answer.page.empty())) {
                if (!isProven) {
                    known.unproven(question.from);
                }
                return answer;
            }
        }
        return answer;
    }

    /**
     * Repeats a question whose empty answer was noted as unproven, after the server has given records. One answer is
     * enough if it has records or clearly says that there are none. It is also enough if it equals the server's answer
     * for an empty day, and the server then still gives records for another day. Otherwise continues as {@link #ask}.
     */
    Answer again(Question question) throws InterruptedException {
        var answer = once(question);
        var isSure = !answer.isDoubtful() || (known.isEmptyDay(answer.page.empty()) && isInOrder(question));
        return isSure ? answer : ask(question);
    }

    private boolean isEmptyDay(Question question, EmptyAnswer said) throws InterruptedException {
        if (known.isEmptyDay(said)) {
            return true;
        }
        var future = options.today().plusYears(1);
        var ahead = new Question(
                future, future.plusDays(ChronoUnit.DAYS.between(question.from, question.to)), question.limit, 0, "");
        var probe = probe(brief -> brief.once(ahead), patient -> patient.once(question));
        var page = probe.answer.orElseThrow(() -> undecided(question, said, ahead, probe.why)).page;
        if (!page.records().isEmpty() || !page.empty().equals(said)) {
            return false;
        }
        known.emptyAs(said, future);
        return true;
    }

    /**
     * The error for an answer that may or may not mean an empty day. It stops the pull only if the question was for a
     * pulled day.
     */
    private ClientException undecided(Question question, EmptyAnswer said, Question ahead, String reason) {
        return new ClientException(
                isProbe ? Reason.REFUSED : Reason.MISBEHAVED,
                question.words() + ": the server answered with " + said.words()
                        + ", which means that there are no records only if it says the same of a day one year ahead;"
                        + " a probe for " + ahead.words() + " is not answered (" + reason + ")");
    }

    /** Whether the server still gives records for a day for which it gave some before; true if there is no such day. */
    private boolean isInOrder(Question question) throws InterruptedException {
        var giving = known.givingDay();
        if (giving.isEmpty()) {
            return true;
        }
        var isFirst = question.offset == 0 && question.cursor.isEmpty();
        if (isFirst && giving.get().equals(question.from)) {
            // This day gave records before. An empty page may be the end of such a day, but not its beginning.
            return false;
        }
        return !once(new Question(giving.get(), known.profile().windowEnd().endOf(giving.get()), question.limit, 0, ""))
                .page
                .records()
                .isEmpty();
    }

    /** Sends a request. Unlike {@link #ask}, accepts an answer without records, whatever it may mean. */
    Answer once(Question question) throws InterruptedException {
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
            var answer = new Answer(page, reply);
            answer.window().ifPresent(window -> {
                window.check(question.from, question.to, options.zone());
                known.statesWindow();
            });
            return answer;
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
}
