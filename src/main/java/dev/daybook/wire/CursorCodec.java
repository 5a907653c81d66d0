package dev.daybook.wire;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.json.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Encodes a position as a cursor: an opaque word with a checksum. A cursor that is damaged, or that belongs to another
 * account, operation or kind of record, is refused.
 */
public final class CursorCodec {
    private static final int MAX_LENGTH = 100;

    private CursorCodec() {}

    /** Encodes a cursor of a pull. */
    public static String write(RecordKind kind, long cmId, PullCursor cursor) {
        var position = cursor.position();
        return write(
                pulls(kind, cmId),
                cursor.start().toEpochMilli(),
                position.createdAt().toEpochMilli(),
                position.id());
    }

    /** Encodes a position in the feed of changes. */
    public static String write(RecordKind kind, long cmId, FeedPosition position) {
        return write(changes(kind, cmId), position.number(), position.id());
    }

    /**
     * Decodes the cursor of a pull in a field of the request; empty if the field is not given.
     *
     * @param name the name of the field
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the value is no cursor of a pull, or one of another
     *     account or another kind of record
     */
    public static Optional<PullCursor> read(RecordKind kind, long cmId, Fields fields, String name) {
        return read(
                fields,
                name,
                pulls(kind, cmId),
                3,
                numbers -> new PullCursor(
                        Instant.ofEpochMilli(numbers[0]),
                        new PagePosition(Instant.ofEpochMilli(numbers[1]), numbers[2])));
    }

    /**
     * Decodes a cursor as a position in the feed of changes; empty if the field is not given.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the value is no cursor of a feed, or one of another
     *     account or another kind of record
     */
    public static Optional<FeedPosition> readChange(RecordKind kind, long cmId, Fields fields, String name) {
        return read(fields, name, changes(kind, cmId), 2, numbers -> new FeedPosition(numbers[0], numbers[1]));
    }

    /**
     * The purpose of a cursor for pulls: the kind of record and the account. The checksum covers it, so a cursor with
     * another purpose is refused. Otherwise the cursor of another account would be accepted, because positions of all
     * accounts look alike, and records would be skipped silently.
     */
    private static String pulls(RecordKind kind, long cmId) {
        return kind.plural() + " of " + cmId;
    }

    private static String changes(RecordKind kind, long cmId) {
        return "changes of " + pulls(kind, cmId);
    }

    private static String write(String use, long... numbers) {
        var bytes = ByteBuffer.allocate(numbers.length * Long.BYTES + Integer.BYTES);
        for (var number : numbers) {
            bytes.putLong(number);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes.putInt(checksum(use, bytes.array())).array());
    }

    private static <T> Optional<T> read(Fields fields, String name, String use, int numbers, Function<long[], T> made) {
        var word = fields.word(name, MAX_LENGTH);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parse(word, use, numbers)
                .map(made)
                .orElseThrow(() -> fields.invalid(name, "the value of an earlier answer's X-Daybook-Next-Cursor")));
    }

    private static Optional<long[]> parse(String word, String use, int count) {
        try {
            var bytes = Base64.getUrlDecoder().decode(word);
            if (bytes.length != count * Long.BYTES + Integer.BYTES) {
                return Optional.empty();
            }
            var buffer = ByteBuffer.wrap(bytes);
            var numbers = new long[count];
            for (var i = 0; i < count; i++) {
                numbers[i] = buffer.getLong();
            }
            return buffer.getInt() == checksum(use, bytes) ? Optional.of(numbers) : Optional.empty();
        } catch (IllegalArgumentException notACursor) {
            return Optional.empty();
        }
    }

    /** The checksum of the cursor's purpose and of the numbers, which are all bytes before the checksum itself. */
    private static int checksum(String use, byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        crc.update(use.getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }
}
