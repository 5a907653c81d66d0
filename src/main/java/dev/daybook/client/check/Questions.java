package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.session.PullOf;
import java.util.ArrayList;
import java.util.List;

/** The list of questions, in the order in which they are asked and printed. */
public final class Questions {
    private Questions() {}

    /** The questions that write nothing. */
    public static List<Question> reading() {
        var all = new ArrayList<Question>();
        for (var pull : PullOf.values()) {
            all.addAll(PullQuestions.of(pull));
            all.addAll(RecordQuestions.of(pull));
        }
        all.addAll(pages());
        all.addAll(FilterQuestions.all());
        all.addAll(GetQuestions.all());
        all.addAll(FaqQuestions.all());
        all.addAll(RequestQuestions.all());
        all.addAll(FailureQuestions.all());
        all.addAll(HttpQuestions.all());
        return all;
    }

    /** All questions, including those that add and change records. */
    public static List<Question> writing() {
        var all = new ArrayList<>(reading());
        all.addAll(WriteQuestions.customers());
        all.addAll(WriteTicketQuestions.all());
        all.addAll(WriteQuestions.orders());
        return all;
    }

    private static List<Question> pages() {
        return List.of(
                new Question("pages.1000", "Is a page of 1000 given?", SILENT, "yes, the largest", server -> {
                    var day = server.anyDay();
                    var all = server.walk(day);
                    var answer = server.ask(day.ask(day.draft().with("limit", "1000")));
                    var count = answer.records().size();
                    if (answer.isRefusal()) {
                        return Finding.unnoticed("refused openly: " + answer.described());
                    }
                    if (all.size() <= 100 || day.records().size() < 100) {
                        return Finding.unknown("the day has only " + all.counted());
                    }
                    return Finding.of(count >= all.size(), count + " of " + all.counted());
                }),
                new Question("pages.1000000", "What is answered to a limit of 1000000?", SILENT, "400", server -> {
                    var day = server.anyDay();
                    var answer = server.ask(day.ask(day.draft().with("limit", "1000000")));
                    return answer.isSuccess()
                            ? Finding.unnoticed("accepted: " + answer.described())
                            : Judge.refused(server, answer, 400, "");
                }));
    }
}
