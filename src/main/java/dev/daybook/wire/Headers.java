package dev.daybook.wire;

/** The headers that Daybook adds to the vendor's API, and those that both sides act on; once for server and client. */
public final class Headers {
    /** The name of a request in the log, the caller's own or a new one. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** The first instant of a pull's window and the first one after it, with a slash between. */
    public static final String WINDOW = "X-Daybook-Window";

    /** {@code true} if more records follow a page. */
    public static final String HAS_MORE = "X-Daybook-Has-More";

    /** What to send as {@code cursor} to go on exactly behind a page. */
    public static final String NEXT_CURSOR = "X-Daybook-Next-Cursor";

    /** The fields of the request that mean nothing to the operation. */
    public static final String IGNORED = "X-Daybook-Ignored";

    /** Which fault of the sandbox struck an answer. */
    public static final String FAULT = "X-Daybook-Fault";

    /** By which a repeated write is known again. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** How long to wait before the next attempt. */
    public static final String RETRY_AFTER = "Retry-After";

    /** The delivery that is posted to a webhook, the same in each attempt; of Standard Webhooks, as the next two. */
    public static final String WEBHOOK_ID = "webhook-id";

    /** When the attempt was made, in seconds since 1970. */
    public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";

    /** The signatures over id, timestamp and body, with spaces between. */
    public static final String WEBHOOK_SIGNATURE = "webhook-signature";

    private Headers() {}
}
