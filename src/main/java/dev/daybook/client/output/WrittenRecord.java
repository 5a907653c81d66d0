package dev.daybook.client.output;

import java.time.LocalDateTime;

/**
 * A record of a pulled file, with the values that are compared with the server.
 *
 * @param createdAt the time of its creation in the account's zone; {@code PulledRecord.UNKNOWN} if the file does not
 *     say
 * @param modifiedAt the time of its last change in the account's zone; the time of its creation if the file does not
 *     say
 */
public record WrittenRecord(long id, LocalDateTime createdAt, LocalDateTime modifiedAt) {}
