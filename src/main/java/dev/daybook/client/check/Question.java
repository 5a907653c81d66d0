package dev.daybook.client.check;

import dev.daybook.client.check.session.Session;

/**
 * One thing to find out of a server.
 *
 * @param id its name in profiles, which stays the same: group, point, name
 * @param asks what is asked
 * @param reference what the vendor's reference says
 * @param daybook what Daybook does
 * @param examiner asks the server and judges
 */
public record Question(String id, String asks, String reference, String daybook, Examiner examiner) {
    /** What the reference says of most things. */
    static final String SILENT = "silent";

    /** What Daybook does where the reference is clear. */
    static final String SAME = "as the reference";

    /** How a question is asked and its answer judged. */
    public interface Examiner {
        /** Asks, and judges. */
        Finding examine(Session server) throws InterruptedException;
    }

    /** The part of the table that it is in: its id up to the point. */
    public String group() {
        return id.substring(0, id.indexOf('.'));
    }
}
