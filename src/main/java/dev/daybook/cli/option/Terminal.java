package dev.daybook.cli.option;

/** Detects whether a person is watching. */
public final class Terminal {
    private Terminal() {}

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
