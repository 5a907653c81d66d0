package dev.daybook.client.output;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Stream that fails if its text has more bytes than a limit. The text of a compressed file can be a thousand times as
 * large as the file, or more.
 */
final class BoundedText extends FilterInputStream {
    private final long most;
    private long count;

    BoundedText(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    /** Thrown if the text has more bytes than the limit. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLong(long most) {
            super(String.format(Locale.ROOT, "the text, decompressed, has more than %,d bytes", most));
        }
    }

    /** The {@link TooLong} among a failure and its causes; empty if there is none. */
    static Optional<TooLong> reason(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TooLong found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    @Override
    public int read() throws IOException {
        var letter = super.read();
        count(letter < 0 ? 0 : 1);
        return letter;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws IOException {
        count += read;
        if (count > most) {
            throw new TooLong(most);
        }
    }
}
