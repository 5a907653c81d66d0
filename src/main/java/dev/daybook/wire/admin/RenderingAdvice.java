package dev.daybook.wire.admin;

/**
 * Advice to an operator who does not know whether the server stored a change that requires documents to be rendered
 * again. Repeating the change may not be enough: for example, if the new zone is stored already, the server renders
 * nothing.
 */
public final class RenderingAdvice {
    /** Advice if it is unknown whether a change of an account's time zone was stored. */
    public static final String OF_ZONE = after("'daybook account list' shows the new zone");

    /** Advice if it is unknown whether a change of an account's sub-statuses was stored. */
    public static final String OF_SUB_STATUSES = after("'daybook account substatus list' shows the change");

    private RenderingAdvice() {}

    private static String after(String sign) {
        return "if " + sign + ", run 'daybook rerender --all'";
    }
}
