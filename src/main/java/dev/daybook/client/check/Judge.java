package dev.daybook.client.check;

import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;

/** What several questions judge alike. */
final class Judge {
    private Judge() {}

    /**
     * A request is refused as it should be.
     *
     * @param status the status that it should have; 200 is as good where all failures have that, which is a question of its own
     * @param text the text that documents give for it; empty if they give none
     */
    static Finding refused(Session server, Answer answer, int status, String text) throws InterruptedException {
        if (!answer.isRefusal()) {
            return Finding.differs("accepted: " + answer.described());
        }
        var form = answer.json().is(Kind.OBJECT)
                && answer.said().equals("failed")
                && !answer.refusalText().isEmpty();
        var worded = text.isEmpty() || answer.refusalText().startsWith(text);
        var told = answer.status() == status || (answer.status() == 200 && server.failsWith200());
        return Finding.of(form && worded && told, answer.described());
    }

    /** A variation of a request gets the same records. */
    static Finding same(Session server, Day day, Answer answer) throws InterruptedException {
        var count = answer.records().size();
        if (!answer.isSuccess() || count != day.records().size()) {
            return Finding.differs(
                    answer.described() + " instead of " + day.records().size() + " records");
        }
        return Finding.of(
                day.ids(answer).equals(day.ids()) || !server.isStable(day),
                day.ids(answer).equals(day.ids()) ? "the same " + count + " records" : "other records");
    }

    /** One of two words by a number. */
    static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
