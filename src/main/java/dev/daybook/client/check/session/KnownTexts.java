package dev.daybook.client.check.session;

import java.util.List;

/**
 * The messages that a check shows as they are: those of the vendor's reference and, where the reference is silent, of
 * Daybook. Of any other text, the check shows only the length.
 */
public final class KnownTexts {
    public static final String INVALID_KEY = "Invalid Auth Key";
    public static final String INVALID_JSON = "Invalid Json.";
    public static final String IDS_MISSING = "ticket_ids are missing.";
    public static final String NO_CUSTOMER = "Information given by you does not exist in our sytsem.";
    public static final String NO_TITLE = "title is missing";
    public static final String NO_TICKET = "No Data found/ticket_id is missing";
    public static final String CUSTOMER_INCOMPLETE = "Name, Email Id, and Phone Number required";
    public static final String NO_START_DATE = "either start_date is null or blank";
    public static final String RANGE = "Date range cannot exceed 24 hours";

    private static final List<String> SHOWN = List.of(
            INVALID_KEY,
            INVALID_JSON,
            IDS_MISSING,
            NO_CUSTOMER,
            NO_TITLE,
            NO_TICKET,
            CUSTOMER_INCOMPLETE,
            NO_START_DATE,
            RANGE,
            "No Data found",
            "success",
            "failed",
            "error");

    private KnownTexts() {}

    /**
     * The documented text that this text equals, ignoring case. Otherwise the documented sentence with which it begins,
     * followed by "and more". If there is none, the length of the text.
     */
    public static String known(String text) {
        return SHOWN.stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseGet(() -> SHOWN.stream()
                        .filter(shown -> shown.endsWith(".") && text.startsWith(shown))
                        .findFirst()
                        .map(shown -> shown + " and more")
                        .orElse("a text of " + text.length() + " characters"));
    }
}
