package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.wire.ProblemText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The body of a refusal; older servers of the vendor write its keys with capitals.
 *
 * @param message the server's complete message, made safe to print; "no reason given" if it is not a text
 * @param ofCustomer whether the message is that of Get Customer, under the key {@code Customer Details}
 */
public record Failure(String message, boolean ofCustomer) {
    /**
     * The maximum size, in bytes, of a refusal of a request that only reads. A larger body is a page, whose tree of
     * nodes would need too much memory. A smaller body is parsed even if it is a page. So a caller that reads many
     * pages should call {@link #read} only for an answer that it cannot read as a page.
     */
    private static final int MAX_BYTES = 1 << 20;

    /**
     * The beginnings of the texts with which servers refuse a key, in lower case. The last two are in older pages of
     * the vendor's documentation.
     */
    private static final List<String> KEY_REFUSED = List.of(
            "invalid auth key", "unauthorized", "forbidden", "please use correct authkey", "api request is expired");

    /** The beginnings of the vendor's texts for a defect of the server, in lower case. */
    private static final List<String> DEFECTS = List.of("internal server error", "server error while processing");

    /** The beginning of Get Customer's text for an unknown customer in the vendor's reference, in lower case. */
    private static final String NO_CUSTOMER = "information given by you does not exist";

    /** The beginning of the vendor's texts for a write that names an unknown record, or no record; in lower case. */
    private static final String NO_RECORD = "no data found/";

    /** Reads the answer to a request that only reads; empty if it is no refusal, or larger than {@link #MAX_BYTES}. */
    public static Optional<Failure> read(byte[] body) {
        return body.length > MAX_BYTES ? Optional.empty() : parsed(body).flatMap(Failure::of);
    }

    /**
     * Reads the answer to a write, which may be in an array of one; empty if it is no refusal. The answer may have any
     * length, because a refusal may contain the record.
     */
    public static Optional<Failure> ofWrite(byte[] body) {
        return parsed(body).map(AnswerFrame::single).flatMap(Failure::of);
    }

    private static Optional<JsonNode> parsed(byte[] body) {
        try {
            return Optional.of(AnswerFrame.read(body));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** The refusal in an answer; empty if the answer is no refusal. */
    public static Optional<Failure> of(JsonNode answer) {
        var failed = AnswerFrame.field(answer, "status").asString("").equalsIgnoreCase("failed");
        var message = AnswerFrame.field(answer, "message");
        var customer = answer.path("Customer Details");
        if (!failed || (message.isMissingNode() && !customer.isString())) {
            return Optional.empty();
        }
        return Optional.of(
                message.isMissingNode() ? new Failure(words(customer), true) : new Failure(words(message), false));
    }

    private static String words(JsonNode message) {
        return message.isString() ? ServerWords.line(message.asString()) : "no reason given";
    }

    /**
     * The HTTP status that fits this failure. Some servers send every failure with status 200.
     *
     * @param saysWhen whether the answer says when to try again, in the header Retry-After; such an answer should have
     *     status 429 or 503
     */
    public int status(boolean saysWhen) {
        if (refusesKey(message)) {
            return 401;
        }
        if (saysWhen || isOutcomeUnknown()) {
            return 503;
        }
        if (startsWith(message, DEFECTS)) {
            return 500;
        }
        return isNoData() ? 404 : 400;
    }

    /**
     * As {@link #status}, but for a write: also 404 for the vendor's texts for a write that names an unknown record or
     * none.
     */
    public int statusOfWrite(boolean saysWhen) {
        var status = status(saysWhen);
        return status == 400 && message.toLowerCase(Locale.ROOT).startsWith(NO_RECORD) ? 404 : status;
    }

    /** Whether Daybook reports that it does not know whether it stored the write. */
    public boolean isOutcomeUnknown() {
        return message.endsWith(ProblemText.NOT_KNOWN);
    }

    /** Whether a text refuses the key. */
    public static boolean refusesKey(String text) {
        return startsWith(text, KEY_REFUSED);
    }

    private static boolean startsWith(String text, List<String> beginnings) {
        var small = text.toLowerCase(Locale.ROOT);
        return beginnings.stream().anyMatch(small::startsWith);
    }

    /** Whether the message says that there is no data, and nothing else. */
    public boolean saysNoData() {
        return ofCustomer ? saysNoCustomer(message) : ServerWords.sayNoData(message);
    }

    /** Whether a text in place of a customer says that there is none. Another text may report an outage. */
    public static boolean saysNoCustomer(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(NO_CUSTOMER) || ServerWords.sayNoData(text);
    }

    /**
     * Whether the message may say that there is no data. If {@link #saysNoData} is false, it may also mean an error.
     */
    public boolean isNoData() {
        return saysNoData() || ServerWords.maySayNoData(message);
    }
}
