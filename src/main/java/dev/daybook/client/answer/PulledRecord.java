package dev.daybook.client.answer;

import java.time.LocalDateTime;

/**
 * A pulled record as the server sent it, with the values that the puller needs.
 *
 * @param id its id; a hash if the id is not a number: see {@code TextId}
 * @param createdAt the time of its creation in the account's zone, with the server's precision; {@link #UNKNOWN} if the
 *     server does not say
 * @param modifiedAt the time of its last change in the account's zone; the time of its creation if the server does not
 *     say
 * @param json the JSON object in UTF-8 on one line, byte for byte as it was sent, unless the answer was in another
 *     charset, the object had line breaks, or invalid JSON was mended as in {@code AnswerText.mended}
 */
public record PulledRecord(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
    /** Stands for a time that is missing or in an unknown format. */
    public static final LocalDateTime UNKNOWN = LocalDateTime.MIN;

    /**
     * The largest record, in bytes: 15 MB. Daybook reads the lines of a file again to convert or verify it, and accepts
     * lines of at most 16 MB. Rewritten times may make a line longer than its record, so a record must be shorter.
     */
    private static final int MOST_BYTES = 15 << 20;

    /**
     * Makes a record. Without a time of the last change, the time of creation is used.
     *
     * @throws IllegalArgumentException if it is too large for a line of a file
     */
    static PulledRecord of(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the record " + id + " has " + json.length + " bytes, more than the " + MOST_BYTES + " of a line");
        }
        return new PulledRecord(id, createdAt, modifiedAt.equals(UNKNOWN) ? createdAt : modifiedAt, json);
    }

    /** Whether its time of creation is known. */
    public boolean hasTime() {
        return !createdAt.equals(UNKNOWN);
    }
}
