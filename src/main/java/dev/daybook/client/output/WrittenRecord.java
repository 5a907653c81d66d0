package dev.daybook.client.output;

import java.time.LocalDateTime;

/**
 * A record of a file that a pull wrote: what it takes to tell whether it is still what the server has.
 *
 * @param id its id
 * @param createdAt when it was created, in the account's zone; {@code PulledRecord.UNKNOWN} if the file does not say
 * @param modifiedAt when it last changed, in the account's zone; its creation if the file does not say
 */
public record WrittenRecord(long id, LocalDateTime createdAt, LocalDateTime modifiedAt) {}
