package dev.daybook.client.check.session;

/** Signals that a question of the check cannot be answered, for example because the server does not answer. */
public final class NotEstablished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The beginning of the reason if the server did not answer. */
    static final String SILENCE = "no answer";

    private final String why;
    private final boolean unanswered;

    private NotEstablished(String why, boolean unanswered) {
        super(why);
        this.why = why;
        this.unanswered = unanswered;
    }

    /**
     * The signal for one question.
     *
     * @param why the reason why the question cannot be answered, without personal data
     */
    public NotEstablished(String why) {
        this(why, false);
    }

    /** The signal for a question to which the server gave no usable answer; see {@link #isUnanswered}. */
    static NotEstablished unanswered(String why) {
        return new NotEstablished(why, true);
    }

    /**
     * Whether the reason is that the server gave no usable answer: no answer, an answer that cannot be read or that
     * shows that the key is not accepted any more, or an error of the server in the search for a day.
     */
    public boolean isUnanswered() {
        return unanswered;
    }

    /** The reason why the question cannot be answered. */
    public String why() {
        return why;
    }
}
