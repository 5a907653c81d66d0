package dev.daybook.client.day;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.day.PageRequests.Answer;
import dev.daybook.client.day.PageRequests.Question;
import dev.daybook.client.server.Known;
import dev.daybook.client.server.ServerKnowledge;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Searches the pages of a window for a record. The pages behind the first one are requested as probes. */
record WindowPages(PageQuestions questions, ServerKnowledge known) {
    /**
     * The first page with a matching record, of all pages of a window. Empty if no page has one. Also empty if the
     * search ends early, because the server sends the same page for every offset, or does not answer for a page.
     *
     * @param unanswered receives a sentence if the server does not answer for a page that may have a matching record
     */
    Optional<Answer> with(Predicate<PulledRecord> wanted, Question question, Answer first, Consumer<String> unanswered)
            throws InterruptedException {
        var seen = new HashSet<Long>();
        var answer = first;
        for (var offset = 0L; !answer.has(wanted); ) {
            var records = answer.page().records();
            var isShort = records.size() < question.limit() && known.profile().fullPages() == Known.YES;
            if (isShort || !answer.hasMore().orElse(true) || !seen.addAll(answer.ids())) {
                return Optional.empty();
            }
            offset += records.size();
            var behind = pageBehind(question, offset, seen, unanswered);
            if (behind.isEmpty()) {
                return Optional.empty();
            }
            answer = behind.get();
        }
        return Optional.of(answer);
    }

    /**
     * The page behind the records that were read so far, whose ids are {@code before}. If the server does not answer
     * for it, returns empty. Then also gives {@code unanswered} the reason, unless it is certain that no record
     * follows.
     */
    private Optional<Answer> pageBehind(Question question, long offset, Set<Long> before, Consumer<String> unanswered)
            throws InterruptedException {
        var next = question.at(offset);
        var probe = questions.probe(next, question);
        if (probe.answer().isEmpty() && !isEnd(question.at(offset - 1), question, before)) {
            unanswered.accept(unanswered(next, probe.why()));
        }
        return probe.answer();
    }

    /**
     * Whether no record follows those with the ids {@code before}: the page that begins with the last of them has no
     * new record. False if the server does not answer. Needed because some servers refuse an offset behind the last
     * record.
     *
     * @param last the question for the page that begins with the last record
     */
    private boolean isEnd(Question last, Question answered, Set<Long> before) throws InterruptedException {
        return questions
                .probe(last, answered)
                .answer()
                .filter(page -> before.containsAll(page.ids()))
                .isPresent();
    }

    /**
     * The sentence for a probe that is not answered.
     *
     * @param reason why it is not answered
     */
    static String unanswered(Question question, String reason) {
        return "a probe for " + question.words() + ", a request to learn how the server behaves, is not answered ("
                + reason + ")";
    }
}
