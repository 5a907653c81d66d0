package dev.daybook.cli.option;

/** Message of a long command, printed if the program is stopped before the command has ended. */
public final class EndMessage {
    private final Thread hook;

    private EndMessage(Thread hook) {
        this.hook = hook;
    }

    /** Registers the message: {@code print} runs when the program ends, unless {@link #remove} is called before. */
    public static EndMessage of(Runnable print) {
        var hook = new Thread(print);
        Runtime.getRuntime().addShutdownHook(hook);
        return new EndMessage(hook);
    }

    /** Removes the message, because the command has ended. Has no effect if the program is already printing it. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The message is being printed.
        }
    }
}
