package dev.daybook.client.output;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** Text that may have so many bytes and no more. A compressed file can be a thousandth of its text, or less. */
final class BoundedText extends FilterInputStream {
    private final long most;
    private long count;

    BoundedText(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    /** Thrown if the text has more bytes. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLong(long most) {
            super(String.format(Locale.ROOT, "the text, decompressed, has more than %,d bytes", most));
        }
    }

    /** The failure that says that the text is too long, if it is the reason for another failure. */
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
