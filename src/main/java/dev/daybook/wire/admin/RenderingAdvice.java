package dev.daybook.wire.admin;

/**
 * What to do if it is not known whether a change was stored after which documents are rendered: a repeated change that
 * finds itself stored renders nothing.
 */
public final class RenderingAdvice {
    /** After a change of an account's time zone. */
    public static final String OF_ZONE = after("'daybook account list' shows the new zone");

    /** After a change of an account's sub-statuses. */
    public static final String OF_SUB_STATUSES = after("'daybook account substatus list' shows the change");

    private RenderingAdvice() {}

    private static String after(String sign) {
        return "if " + sign + ", run 'daybook rerender --all'";
    }
}
