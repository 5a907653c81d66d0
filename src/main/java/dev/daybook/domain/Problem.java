package dev.daybook.domain;

/**
 * Everything that can go wrong with a request, as a closed list. Package {@code http} decides the status and the body
 * of each problem for the API, package {@code console} for its pages.
 */
public enum Problem {
    /** The key is missing, malformed, unknown, expired or disabled. All of these get the same answer. */
    INVALID_AUTH_KEY,
    /** The account was erased before a write could lock it. The account's keys no longer exist either. */
    ACCOUNT_GONE,
    /** The key is valid, but lacks the scope or the right for the request, or the request names another account. */
    FORBIDDEN,
    /** The body is not one strict JSON object. */
    INVALID_JSON,
    /** A value is missing, has the wrong type or is out of bounds. */
    INVALID_VALUE,
    /** The dates of a pull are more than one day apart, or a proof covers too many days. */
    RANGE_TOO_WIDE,
    /** Add Customer lacks a name, or has neither a phone nor an e-mail. */
    CUSTOMER_INCOMPLETE,
    /** Update Customer or an order names a customer that this account does not have. */
    CUSTOMER_UNKNOWN,
    /** Get Customer found no customer. */
    CUSTOMER_NOT_FOUND,
    /** Add Ticket lacks a title. */
    TICKET_INCOMPLETE,
    /** Update Ticket names no ticket, or one that this account does not have. */
    TICKET_UNKNOWN,
    /** Update Order names an order that this account does not have. */
    ORDER_UNKNOWN,
    /**
     * The request names a contact or an enquiry that this customer does not have. In the admin API, the request names
     * something that does not exist, such as an account or a key of an account.
     */
    REFERENCE_UNKNOWN,
    /**
     * The write conflicts with stored data: for example, a customer code or an idempotency key is in use already, or
     * several customers match.
     */
    CONFLICT,
    /** There is nothing at this path: no operation of the API or, in the console, no such page or record. */
    NO_SUCH_PATH,
    /** The path exists, but takes another method. */
    METHOD_NOT_ALLOWED,
    /** The body is larger than the server accepts. */
    BODY_TOO_LARGE,
    /** The body is compressed, or its content type is something else than JSON in UTF-8. */
    UNSUPPORTED_CONTENT_TYPE,
    /**
     * The key sends more requests per second than the server allows, or an address sends many requests without a valid
     * key.
     */
    TOO_MANY_REQUESTS,
    /** The server cannot answer now: it is overloaded or stopping, or its database is unavailable. */
    UNAVAILABLE,
    /** A defect of the server. */
    INTERNAL;

    /** Creates an exception. The detail must be safe to show to the caller. */
    public ProblemException because(String detail) {
        return new ProblemException(this, detail);
    }

    /** Creates an exception with a cause that only the log shows. */
    public ProblemException because(String detail, Throwable cause) {
        var exception = new ProblemException(this, detail);
        exception.initCause(cause);
        return exception;
    }
}
