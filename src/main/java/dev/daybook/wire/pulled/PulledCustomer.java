package dev.daybook.wire.pulled;

import java.time.LocalDateTime;

/**
 * A customer of a pull, as the server sent it, with what a puller has to know of it.
 *
 * @param id its id
 * @param createdAt when it was created, in the account's zone, to the second
 * @param modifiedAt when it last changed, in the account's zone, to the second; its creation if the server does not say
 * @param json the whole JSON object in UTF-8 on one line, byte for byte as it was sent unless that had line breaks
 */
public record PulledCustomer(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
    /** Stands for a time that the server does not say, or not in the documented form. */
    public static final LocalDateTime UNKNOWN = LocalDateTime.MIN;

    /** As a record has it, whose last change may be unknown. */
    static PulledCustomer of(long id, LocalDateTime createdAt, LocalDateTime modifiedAt, byte[] json) {
        return new PulledCustomer(id, createdAt, modifiedAt.equals(UNKNOWN) ? createdAt : modifiedAt, json);
    }
}
