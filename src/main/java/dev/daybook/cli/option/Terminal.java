package dev.daybook.cli.option;

import java.util.regex.Pattern;

/** The terminal: whether a person is watching, and which texts it may show. */
public final class Terminal {
    /** Characters that could forge lines and columns, or control a terminal. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

    private Terminal() {}

    /** A text as one line: each control character becomes a blank. For texts that other people or programs chose. */
    public static String line(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }

    /**
     * Whether input and output are a terminal. Since JDK 22 there is a Console even without a terminal, and a method
     * that tells the difference; it is called by reflection because this code also runs on JDK 17.
     */
    @SuppressWarnings("SystemConsoleNull") // isTerminal detects a Console without a terminal
    public static boolean isInteractive() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) console.getClass().getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
