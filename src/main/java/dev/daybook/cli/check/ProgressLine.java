package dev.daybook.cli.check;

import dev.daybook.client.check.Check;
import java.io.PrintWriter;

/** Prints the progress of a check in one line of a terminal, and nothing elsewhere. */
record ProgressLine(PrintWriter err, boolean terminal) implements Check.Listener {
    @Override
    public void answered(int count, int all) {
        if (terminal) {
            err.print("\r" + count + " of " + all + " questions");
            err.flush();
        }
    }

    void end() {
        if (terminal) {
            err.print("\r" + " ".repeat(30) + "\r");
            err.flush();
        }
    }
}
