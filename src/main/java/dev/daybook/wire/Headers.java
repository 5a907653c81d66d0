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

    /** When a webhook's body was signed, and its signature. */
    public static final String SIGNATURE = "X-Daybook-Signature";

    /** The name of what is posted to a webhook, the same in each attempt. */
    public static final String DELIVERY = "X-Daybook-Delivery";

    private Headers() {}
}
