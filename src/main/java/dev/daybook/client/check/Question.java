package dev.daybook.client.check;

import dev.daybook.client.check.session.Session;

/**
 * A question about a server.
 *
 * @param id its permanent name in profiles: group, point, name
 * @param asks the question
 * @param reference what the vendor's reference says
 * @param daybook what Daybook does
 * @param examiner asks the server and judges the answer
 */
public record Question(String id, String asks, String reference, String daybook, Examiner examiner) {
    /** The reference says nothing. */
    static final String SILENT = "silent";

    /** Daybook does what the reference says. */
    static final String SAME = "as the reference";

    /** Asks a question and judges the answer. */
    public interface Examiner {
        /** Asks and judges. */
        Finding examine(Session server) throws InterruptedException;
    }

    /** Its group in the table: its id up to the point. */
    public String group() {
        return id.substring(0, id.indexOf('.'));
    }
}
