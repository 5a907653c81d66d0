package dev.daybook.cli.option;

/** Tells whether a person is watching. */
public final class Terminal {
    private Terminal() {}

    /**
     * Whether input and output are a terminal. Since JDK 22 there is a console even without one, and a method that
     * tells, which this code may not name because it also runs on 17.
     */
    @SuppressWarnings("SystemConsoleNull") // which is what the second half is for
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
