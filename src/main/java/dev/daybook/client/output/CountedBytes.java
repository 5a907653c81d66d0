package dev.daybook.client.output;

import dev.daybook.domain.message.RootCause;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Stream that counts its bytes, remembers the last one, and fails if there are more than a limit. The text of a
 * compressed file can be a thousand times as large as the file, or more.
 */
final class CountedBytes extends FilterInputStream {
    private final long most;
    private long count;
    private int last = '\n';

    CountedBytes(InputStream in, long most) {
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
        return RootCause.chain(failure)
                .filter(TooLong.class::isInstance)
                .map(TooLong.class::cast)
                .findFirst();
    }

    long count() {
        return count;
    }

    /** The last byte that was read; a line feed if none was. */
    int last() {
        return last;
    }

    @Override
    public int read() throws IOException {
        var letter = super.read();
        add(letter < 0 ? 0 : 1, letter);
        return letter;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        add(Math.max(0, read), read > 0 ? buffer[offset + read - 1] : last);
        return read;
    }

    private void add(int read, int letter) throws IOException {
        count += read;
        last = read > 0 ? letter : last;
        if (count > most) {
            throw new TooLong(most);
        }
    }
}
