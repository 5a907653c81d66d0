package dev.daybook.client.check;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.check.CheckResult.Answered;
import dev.daybook.client.check.CheckResult.FieldsOf;
import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.client.check.session.NotEstablished;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Asks a server every question of the table. */
public final class Check {
    private final CheckOptions options;
    private final Clock clock;
    private final Listener listener;

    /** Listens to the progress of a check. */
    public interface Listener {
        /** A number of all questions is answered. */
        void answered(int count, int all);
    }

    /** A check of a server. */
    public Check(CheckOptions options, Clock clock, Listener listener) {
        this.options = options;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Asks all questions.
     *
     * @throws ClientException if the server cannot be reached, or refuses the key
     */
    public CheckResult run() throws InterruptedException {
        var questions = options.write() ? Questions.writing() : Questions.reading();
        try (var server = new Session(options, clock)) {
            server.begin();
            var answered = new ArrayList<Answered>();
            for (var question : questions) {
                answered.add(new Answered(question, finding(question, server)));
                listener.answered(answered.size(), questions.size());
            }
            var pulls = PullKnowledge.of(server);
            return new CheckResult(
                    answered, fields(server), server.sent(), server.added().all(), pulls);
        }
    }

    private static Finding finding(Question question, Session server) throws InterruptedException {
        try {
            return question.examiner().examine(server);
        } catch (NotEstablished unknown) {
            return Finding.unknown(unknown.why());
        } catch (ClientException tooLarge) {
            return Finding.unknown("the answer is too large");
        }
    }

    private static List<FieldsOf> fields(Session server) throws InterruptedException {
        var fields = new ArrayList<FieldsOf>();
        for (var pull : PullOf.values()) {
            var day = server.search(pull).day();
            if (day.isPresent()) {
                var records = day.get().records();
                fields.add(new FieldsOf(pull.kind().plural(), FieldUse.all(records, DocumentedField.of(pull.kind()))));
                DocumentedField.listKey(pull.kind())
                        .ifPresent(key -> fields.add(new FieldsOf(
                                key,
                                FieldUse.all(
                                        records.stream()
                                                .flatMap(record -> record.at(key).items().stream())
                                                .toList(),
                                        DocumentedField.ofList(pull.kind())))));
            }
        }
        return fields;
    }
}
