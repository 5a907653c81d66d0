package dev.daybook.imports.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/** A progress bar of how much of a file has been read. Prints nothing without a terminal. */
public final class Progress {
    /** A progress bar that prints nothing. */
    public static final Progress NONE = new Progress(new PrintWriter(Writer.nullWriter()), false, 0);

    private static final int WIDTH = 30;
    private static final long EVERY_NANOS = 100_000_000;

    private final PrintWriter out;
    private final boolean shown;
    private final long size;
    private long done;
    private long last;

    /** A bar for a file of {@code size} bytes. */
    public Progress(PrintWriter out, boolean shown, long size) {
        this.out = out;
        this.shown = shown;
        this.size = Math.max(1, size);
    }

    /** Restarts the bar at zero. */
    public void start() {
        done = 0;
        last = 0;
    }

    /** Removes the bar. */
    public void end() {
        if (shown) {
            out.print("\r" + " ".repeat(WIDTH + 30) + "\r");
            out.flush();
        }
    }

    /** Wraps a stream, so that the bytes that are read from it move the bar. */
    public InputStream watch(InputStream file) {
        return shown ? new Watched(file) : file;
    }

    private void advance(int bytes) {
        done += Math.max(0, bytes);
        var now = System.nanoTime();
        if (last == 0 || now - last >= EVERY_NANOS) {
            last = now;
            var share = Math.min(1.0, (double) done / size);
            var full = (int) (share * WIDTH);
            out.printf(
                    Locale.ROOT,
                    "\rImporting [%s%s] %3.0f %%",
                    "#".repeat(full),
                    ".".repeat(WIDTH - full),
                    100 * share);
            out.flush();
        }
    }

    private final class Watched extends FilterInputStream {
        Watched(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            var letter = super.read();
            advance(letter < 0 ? 0 : 1);
            return letter;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = super.read(buffer, offset, length);
            advance(count);
            return count;
        }
    }
}
