package dev.daybook.cli.option;

/** Message of a command that takes long, printed if the program is ended before the command. */
public final class EndMessage {
    private final Thread hook;

    private EndMessage(Thread hook) {
        this.hook = hook;
    }

    /** Has the message printed from now on. */
    public static EndMessage of(Runnable print) {
        var hook = new Thread(print);
        Runtime.getRuntime().addShutdownHook(hook);
        return new EndMessage(hook);
    }

    /** The command has ended, so that nothing is printed, unless the program is ending and prints it. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The message is being printed.
        }
    }
}
