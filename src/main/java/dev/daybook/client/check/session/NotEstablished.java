package dev.daybook.client.check.session;

/** Signals that a question cannot be answered. */
public final class NotEstablished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The beginning of the reason if the server did not answer. */
    public static final String SILENCE = "no answer";

    private final String why;

    /**
     * A question without an answer.
     *
     * @param why the reason, without anything personal
     */
    public NotEstablished(String why) {
        super(why);
        this.why = why;
    }

    /** The reason. */
    public String why() {
        return why;
    }
}
