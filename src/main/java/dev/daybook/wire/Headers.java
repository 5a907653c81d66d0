package dev.daybook.wire;

/** The headers that Daybook adds to the vendor's API, and other headers that both server and client use. */
public final class Headers {
    /** The request id: the caller's own or a new one. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** The window of a pull: its first instant, a slash, and the first instant after the window. */
    public static final String WINDOW = "X-Daybook-Window";

    /** {@code true} if more records follow a page. */
    public static final String HAS_MORE = "X-Daybook-Has-More";

    /** The {@code cursor} to send to continue after this page. */
    public static final String NEXT_CURSOR = "X-Daybook-Next-Cursor";

    /** The names of the request's fields that the operation ignored, separated by commas. */
    public static final String IGNORED = "X-Daybook-Ignored";

    /** The kind of fault that the sandbox put into this answer, such as {@code delay}. */
    public static final String FAULT = "X-Daybook-Fault";

    /** The key that identifies a repeated write. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** How long to wait before the next attempt: a number of seconds, or an HTTP date. */
    public static final String RETRY_AFTER = "Retry-After";

    /**
     * The id of a delivery to a webhook, the same in each attempt. This header and the next two are those of Standard
     * Webhooks.
     */
    public static final String WEBHOOK_ID = "webhook-id";

    /** The time of the attempt, in seconds since 1970. */
    public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";

    /** One signature for each valid secret, separated by spaces. Each covers id, timestamp and body together. */
    public static final String WEBHOOK_SIGNATURE = "webhook-signature";

    private Headers() {}
}
