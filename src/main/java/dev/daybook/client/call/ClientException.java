package dev.daybook.client.call;

/** The failure of a call or a pull, with its kind. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of a failure. */
    public enum Reason {
        /**
         * The server refuses the request or redirects it, or cannot be called at all, for example because it does not
         * speak TLS. A retry would fail too.
         */
        REFUSED,
        /** The server does not know the path, or has no such record. */
        NOT_FOUND,
        /** The server does not accept the key. */
        KEY_REFUSED,
        /** The server was unavailable, or asked to wait, for longer than the retry policy allows. */
        WAITED_TOO_LONG,
        /** The server's answers are wrong, incomplete or too large, or leave open which records there are. */
        MISBEHAVED,
        /**
         * The pages of a day do not fit together, for example because records were added or deleted during the pull. A
         * second pull of the day may succeed.
         */
        UNSTEADY,
        /**
         * A write was sent, or may have been sent before the thread was interrupted or the client was closed. No answer
         * shows whether the server executed it.
         */
        UNCERTAIN,
        /**
         * The thread was interrupted, or the client was closed during the call. If the call is a write, the server did
         * not execute it.
         */
        INTERRUPTED,
        /** The files cannot be written. */
        OUTPUT,
        /** The files are of a pull with other options, or something else writes or has changed them. */
        OTHER_PULL
    }

    private final Reason reason;

    /** A failure with a message for a person. */
    public ClientException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ClientException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of the failure. */
    public Reason reason() {
        return reason;
    }
}
