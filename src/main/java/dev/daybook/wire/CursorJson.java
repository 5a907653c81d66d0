package dev.daybook.wire;

import dev.daybook.domain.Position;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/** A position as clients carry it: an opaque word with a check sum, so that a damaged one is refused, not obeyed. */
public final class CursorJson {
    private static final int BYTES = Long.BYTES + Long.BYTES + Integer.BYTES;
    private static final int MAX_LENGTH = 100;

    private CursorJson() {}

    /** The word for a position. */
    public static String write(Position position) {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(position.createdAt().toEpochMilli())
                .putLong(position.id());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes.putInt(checksum(bytes.array())).array());
    }

    static Optional<Position> read(Fields fields, String name) {
        var word = fields.word(name, MAX_LENGTH);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parse(word)
                .orElseThrow(() -> fields.invalid(name, "the value of an earlier answer's X-Daybook-Next-Cursor")));
    }

    private static Optional<Position> parse(String word) {
        try {
            var bytes = Base64.getUrlDecoder().decode(word);
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            var buffer = ByteBuffer.wrap(bytes);
            var position = new Position(Instant.ofEpochMilli(buffer.getLong()), buffer.getLong());
            return buffer.getInt() == checksum(bytes) ? Optional.of(position) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notACursor) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, Long.BYTES + Long.BYTES);
        return (int) crc.getValue();
    }
}
