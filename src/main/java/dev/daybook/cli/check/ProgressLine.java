package dev.daybook.cli.check;

import dev.daybook.client.check.Check;
import java.io.PrintWriter;
import java.util.List;

/**
 * Progress of a check, printed in one line of a terminal, and not printed elsewhere.
 *
 * @param made the records that were added so far, by kind and id; another thread may read this list
 */
record ProgressLine(PrintWriter err, boolean terminal, List<String> made) implements Check.Listener {
    @Override
    public void answered(int count, int all) {
        if (terminal) {
            err.print("\r" + count + " of " + all + " questions");
            err.flush();
        }
    }

    @Override
    public void added(String record) {
        made.add(record);
    }

    void end() {
        if (terminal) {
            err.print("\r" + " ".repeat(30) + "\r");
            err.flush();
        }
    }
}
