package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.check.CheckResult.Answered;
import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.PullKnowledge;
import dev.daybook.client.check.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Check of a server. Asks all questions of {@code Questions}; questions that write are asked only if the options allow
 * it.
 *
 * @param options the server, and whether the check may write to it
 * @param clock gives the time at which the check begins
 * @param listener is notified of the progress
 */
public record Check(CheckOptions options, Clock clock, Listener listener) {
    /** Listens to the progress of a check. */
    public interface Listener {
        /**
         * Reports that a question is answered.
         *
         * @param count the number of questions that are answered so far
         * @param all the number of all questions
         */
        void answered(int count, int all);

        /**
         * Reports that a record was added to the account.
         *
         * @param record its kind and its id
         */
        default void added(String record) {}
    }

    /**
     * Asks all questions.
     *
     * @throws ClientException if, for all kinds of record alike, the server gives no answer, refuses the key, or
     *     redirects
     */
    public CheckResult run() throws InterruptedException {
        try (var server = new Session(options, clock, listener::added)) {
            server.begin();
            var questions = Questions.of(server, options.write());
            var answered = new ArrayList<Answered>();
            for (var question : questions) {
                answered.add(answered(question));
                listener.answered(answered.size(), questions.size());
            }
            var pulls = PullKnowledge.of(server);
            return new CheckResult(
                    answered, fields(server), server.sent(), server.added().all(), pulls);
        }
    }

    /** Asks one question. If the examiner throws {@link NotEstablished}, the verdict is {@code NOT_ESTABLISHED}. */
    static Answered answered(Question question) throws InterruptedException {
        try {
            return new Answered(question, question.examiner().examine(), false);
        } catch (NotEstablished unknown) {
            return new Answered(question, Finding.unknown(unknown.why()), unknown.isUnanswered());
        }
    }

    private static SortedMap<String, List<FieldUse>> fields(Session server) throws InterruptedException {
        var fields = new TreeMap<String, List<FieldUse>>();
        for (var kind : PulledKind.all()) {
            var day = server.search(kind).day();
            if (day.isPresent()) {
                var records = day.get().records();
                fields.put(kind.plural(), FieldUse.all(records, DocumentedField.of(kind)));
                kind.list().ifPresent(list -> {
                    var objects = records.stream()
                            .flatMap(record -> record.at(list.key()).items().stream())
                            .toList();
                    fields.put(list.key(), FieldUse.all(objects, DocumentedField.of(list)));
                });
            }
        }
        return fields;
    }
}
