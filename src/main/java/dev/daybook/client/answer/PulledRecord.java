package dev.daybook.client.answer;

import java.time.LocalDateTime;

/**
 * A record of a pull, as the server sent it, with what a puller has to know of it.
 *
 * @param id its id
 * @param createdAt when it was created, in the account's zone, as finely as the server says
 * @param modifiedAt when it last changed, in the account's zone; its creation if the server does not say
 * @param json the whole JSON object in UTF-8 on one line, byte for byte as it was sent unless that had line breaks
 */
public record PulledRecord(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
    /** Stands for a time that the server does not say, or not in the documented form. */
    public static final LocalDateTime UNKNOWN = LocalDateTime.MIN;

    /** As a server has it, whose last change may be unknown. */
    static PulledRecord of(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
        return new PulledRecord(id, createdAt, modifiedAt.equals(UNKNOWN) ? createdAt : modifiedAt, json);
    }

    /** Whether the server says when it was created, in a form that can be read. */
    public boolean hasTime() {
        return !createdAt.equals(UNKNOWN);
    }
}
