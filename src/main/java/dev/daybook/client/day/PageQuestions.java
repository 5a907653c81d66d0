package dev.daybook.client.day;

import dev.daybook.client.answer.EmptyAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.day.PageRequests.Question;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Requests pages from a server, and interprets answers without records: finds out what the server sends for an empty
 * day.
 *
 * @param isProbe whether the questions are probes, so that the pull continues if they remain unanswered
 */
record PageQuestions(PageRequests requests, boolean isProbe) {
    /** After this many equal answers in a row, a question is not repeated: the next answer would hardly differ. */
    private static final int MOST_EQUAL = 3;

    private static final int MOST_ASKED = 6;

    /**
     * The failures that may be caused by the window or offset of a question, so that other questions can still succeed.
     * An unreadable answer is not among them: the answers to other questions may be unreadable too.
     */
    private static final Set<Reason> OF_A_QUESTION =
            EnumSet.of(Reason.REFUSED, Reason.NOT_FOUND, Reason.KEY_REFUSED, Reason.WAITED_TOO_LONG);

    /** Questions for the days that are pulled; they are no probes. */
    PageQuestions(RetryingCaller caller, PageOptions options, ServerKnowledge known) {
        this(new PageRequests(caller, options, known), false);
    }

    /** Waits between two equal requests. */
    void pause() throws InterruptedException {
        requests.pause();
    }

    private ServerKnowledge known() {
        return requests.known();
    }

    /**
     * The question for records of a day, from a server's cursor on or, if {@code cursor} is empty, from an offset on.
     */
    Question question(LocalDate day, int limit, long offset, String cursor) {
        return new Question(day, known().profile().windowEnd().endOf(day), limit, offset, cursor);
    }

    /**
     * Fetches the first page of a day. Also finds out whether a window includes its end date, if that is not known yet.
     *
     * @throws ClientException if the server refuses, is unavailable for too long, or contradicts itself
     */
    Answer first(LocalDate day, int limit) throws InterruptedException {
        while (true) {
            var end = known().profile().windowEnd();
            var question = new Question(day, end.endOf(day), limit, 0, "");
            var answer = ask(question);
            if (end == WindowEnd.UNKNOWN) {
                answer = new WindowEndSearch(this, known()).learn(question, answer);
            }
            if (known().profile().windowEnd().endOf(day).equals(question.to())) {
                return answer;
            }
        }
    }

    /**
     * Asks a question only to learn how the server behaves. If the server refuses this probe as wrong, the result has
     * no answer: the server may still answer for the pulled days. If the probe fails for another reason, first asks
     * {@code answered}, which waits while the server is unavailable. Then retries the probe once; if it fails again,
     * the result has no answer either.
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
     * @param answer empty if the server refuses the probe as wrong, or if it does not answer the probe but still
     *     answers a question that it has answered before
     * @param why why there is no answer; empty if there is one
     */
    record Probe(Optional<Answer> answer, String why) {}

    /**
     * Sends a request through the given {@link PageQuestions}. That object makes few attempts for a probe, and many for
     * a question that the server has answered before.
     */
    private interface Asking {
        Answer ask(PageQuestions questions) throws InterruptedException;
    }

    private Probe probe(Asking probe, Asking answered) throws InterruptedException {
        var brief = new PageQuestions(requests.brief(), true);
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
     * Fetches the first page of a day that is not pulled, as a probe. If the probe fails, but is not refused as wrong,
     * requests a second day, for which the server has answered before. Then retries the probe once. The second day is a
     * day that is known to have records, or else {@code answered}.
     *
     * @param answered a day for which the server has answered, with or without records
     * @return empty if the server refuses the probe, or answers for the second day but not for {@code day}. The reason
     *     is then reported
     * @throws ClientException if the server does not answer for the second day either, or if an answer is unreadable
     */
    Optional<Answer> probeFirst(LocalDate day, int limit, LocalDate answered) throws InterruptedException {
        var other = known().givingDay().orElse(answered);
        var question = question(other, limit, 0, "");
        var probe = probe(brief -> brief.first(day, limit), patient -> patient.ask(question));
        if (probe.answer.isEmpty()) {
            known().unanswered("the server does not answer for " + day + ", a day that is not pulled, which could show"
                    + " of which zone its days are, and that it gives records: " + probe.why);
        }
        return probe.answer;
    }

    /**
     * Sends a request, and repeats it if the answer may mean an empty day or a defect. An answer counts as an empty day
     * if the server gives it twice, gives it also for a day that is certainly empty and, between the two answers, gives
     * records for a day that has some. The last condition excludes an outage during both answers. If no day with
     * records is known yet, this condition does not apply, and the empty day is noted as unproven: see
     * {@link ServerKnowledge#unproven}.
     *
     * @throws ClientException if the answers do not show whether the day is empty
     */
    Answer ask(Question question) throws InterruptedException {
        var answer = requests.send(question);
        var asked = 1;
        for (var equal = 1; answer.isDoubtful(); asked++) {
            if (equal == MOST_EQUAL || asked == MOST_ASKED) {
                throw new ClientException(
                        Reason.MISBEHAVED,
                        question.words() + ": the server answered " + asked + " times with "
                                + answer.page().empty().words()
                                + ", which does not show whether there are no records or something is wrong");
            }
            pause();
            var isProven = known().givingDay().isPresent();
            var inOrder = isInOrder(question);
            var again = requests.send(question);
            equal = again.page().empty().equals(answer.page().empty()) ? equal + 1 : 1;
            answer = again;
            if (equal > 1 && inOrder && isEmptyDay(question, answer.page().empty())) {
                if (!isProven) {
                    known().unproven(question.from());
                }
                return answer;
            }
        }
        return answer;
    }

    /**
     * Repeats a question, after the server has given records, because its first, empty answer may have been a failure:
     * see {@link ServerKnowledge#unproven}. One answer is enough if it has records or clearly says that there are none.
     * It is also enough if it equals the server's answer for an empty day, and the server then still gives records for
     * another day. Otherwise continues as {@link #ask}.
     */
    Answer again(Question question) throws InterruptedException {
        var answer = requests.send(question);
        var isSure = !answer.isDoubtful() || (known().isEmptyDay(answer.page().empty()) && isInOrder(question));
        return isSure ? answer : ask(question);
    }

    private boolean isEmptyDay(Question question, EmptyAnswer said) throws InterruptedException {
        if (known().isEmptyDay(said)) {
            return true;
        }
        var future = requests.options().today().plusYears(1);
        var ahead = new Question(
                future,
                future.plusDays(ChronoUnit.DAYS.between(question.from(), question.to())),
                question.limit(),
                0,
                "");
        var probe = probe(brief -> brief.requests.send(ahead), patient -> patient.requests.send(question));
        var page = probe.answer
                .orElseThrow(() -> undecided(question, said, ahead, probe.why))
                .page();
        if (!page.records().isEmpty() || !page.empty().equals(said)) {
            return false;
        }
        known().emptyAs(said, future);
        return true;
    }

    /**
     * The error for an answer that may or may not mean an empty day. For a probe, its reason is REFUSED, because the
     * pull continues after a refused probe; otherwise it is MISBEHAVED.
     */
    private ClientException undecided(Question question, EmptyAnswer said, Question ahead, String reason) {
        return new ClientException(
                isProbe ? Reason.REFUSED : Reason.MISBEHAVED,
                question.words() + ": the server answered with " + said.words()
                        + ", which means that there are no records only if it says the same of a day one year ahead;"
                        + " a probe for " + ahead.words() + " is not answered (" + reason + ")");
    }

    /**
     * Whether the server still gives the records of a day that had some before; true if no such day is known. False if
     * the question is for the first page of this day itself.
     */
    private boolean isInOrder(Question question) throws InterruptedException {
        var giving = known().givingDay();
        if (giving.isEmpty()) {
            return true;
        }
        var isFirst = question.offset() == 0 && question.cursor().isEmpty();
        if (isFirst && giving.get().equals(question.from())) {
            // This day gave records before. Its last page may be empty, but not its first one.
            return false;
        }
        return !requests.send(question(giving.get(), question.limit(), 0, ""))
                .page()
                .records()
                .isEmpty();
    }
}
