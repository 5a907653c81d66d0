package dev.daybook.client.call;

/** A call or a pull that could not be done, and of which kind the reason is. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The server says that the request is wrong; it would say so again. */
        REFUSED,
        /** The server knows no such path, or nothing of what was asked for. */
        NOT_FOUND,
        /** The server does not accept the key. */
        KEY_REFUSED,
        /** The server was out of order, or told to wait, for longer than the caller is ready to. */
        WAITED_TOO_LONG,
        /** The server's answers contradict each other or the request. */
        MISBEHAVED,
        /** The records of a day moved while they were paged; pulled again, the day may come whole. */
        UNSTEADY,
        /** A write was sent, and no answer says whether it was done. */
        UNCERTAIN,
        /** The thread was interrupted. */
        INTERRUPTED,
        /** The files cannot be written. */
        OUTPUT,
        /** The pull's options are not those that its files were begun with, or another process is at it. */
        OTHER_PULL
    }

    private final Reason reason;

    /** Says why in a word, and in words. */
    public ClientException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The same, with what it came of. */
    public ClientException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of reason. */
    public Reason reason() {
        return reason;
    }
}
