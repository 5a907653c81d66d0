package dev.daybook.client.check.session;

/** Signals that a question of the check cannot be answered, for example because the server does not answer. */
public final class NotEstablished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The beginning of the reason if the server did not answer. */
    public static final String SILENCE = "no answer";

    private final String why;

    /**
     * The signal for one question.
     *
     * @param why the reason why the question cannot be answered, without personal data
     */
    public NotEstablished(String why) {
        super(why);
        this.why = why;
    }

    /** The reason why the question cannot be answered. */
    public String why() {
        return why;
    }
}
