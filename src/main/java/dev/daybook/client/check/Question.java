package dev.daybook.client.check;

/**
 * A question about a server.
 *
 * @param id its permanent name in profiles: group, dot and name, such as {@code faq.search}
 * @param asks the question
 * @param reference what the vendor's reference says
 * @param daybook what Daybook does
 * @param examiner asks the server and judges the answer
 */
public record Question(String id, String asks, String reference, String daybook, Examiner examiner) {
    /** Asks a server a question and judges the answer. */
    public interface Examiner {
        /**
         * Asks the server and judges the answer. Throws {@code NotEstablished} if no answer shows what the server does.
         */
        Finding examine() throws InterruptedException;
    }

    /** Its group in the table: its id up to the dot. */
    public String group() {
        return id.substring(0, id.indexOf('.'));
    }
}
