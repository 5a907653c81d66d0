package dev.daybook.client.check;

import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Answer;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;

/** Judgements that several questions share. */
final class Judge {
    private Judge() {}

    /**
     * Judges whether a request is refused as documented.
     *
     * @param status the expected status; if all failures have status 200, that is accepted, because another question is
     *     about it
     * @param text the documented message; empty if there is none
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

    /** Judges whether a variation of a request gets the same records. */
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

    /** A number with a word in singular or plural. */
    static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
