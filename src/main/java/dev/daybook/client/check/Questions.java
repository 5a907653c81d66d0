package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.check.session.Session;
import java.util.ArrayList;
import java.util.List;

/** The list of questions, in the order in which they are asked and printed. */
final class Questions {
    private Questions() {}

    /**
     * The questions to a server.
     *
     * @param write whether to include the questions that add and change records
     */
    static List<Question> of(Session server, boolean write) {
        var groups = new ArrayList<QuestionGroup>();
        for (var kind : PulledKind.all()) {
            groups.add(new WindowQuestions(server, kind));
            groups.add(new PullQuestions(server, kind));
            groups.add(new RecordQuestions(server, kind));
        }
        groups.add(new LargePages(server));
        groups.add(new FilterQuestions(server));
        groups.add(new GetCustomerQuestions(server));
        groups.add(new GetTicketQuestions(server));
        groups.add(new FaqQuestions(server));
        groups.add(new RequestQuestions(server));
        groups.add(new FailureQuestions(server));
        groups.add(new HttpQuestions(server));
        if (write) {
            groups.add(new WriteQuestions(server));
        }
        return groups.stream().flatMap(group -> group.questions().stream()).toList();
    }

    /** Questions about pages of more than 100 records; 100 is the vendor's default. */
    private static final class LargePages extends QuestionGroup {
        LargePages(Session server) {
            super(server, "pages.");
            add("1000", "Is a page of 1000 given?", SILENT, "yes, the largest", this::thousand);
            add("1000000", "What is answered to a limit of 1000000?", SILENT, "400", () -> {
                var day = server.anyDay();
                return leniently(day.ask(day.draft().with("limit", "1000000")).sentOnce(), 400);
            });
        }

        private Finding thousand() throws InterruptedException {
            var day = server.anyDay();
            var all = server.walk(day);
            var answer = server.ask(day, day.draft().with("limit", "1000"));
            var count = answer.records().size();
            if (answer.isRefusal()) {
                return Finding.unnoticed("refused openly: " + answer.described());
            }
            if (all.size() <= 100 || day.records().size() < 100) {
                return Finding.unknown("too few records to see: " + all.counted());
            }
            if (!answer.isSuccess()) {
                return Finding.differs(answer.described());
            }
            var found = count + " of " + all.counted();
            if (count < all.size()) {
                return Finding.differs(found);
            }
            return all.whole() || count >= 1000 ? Finding.conforms(found) : Finding.unknown(found);
        }
    }
}
