package dev.daybook.wire.admin;

import org.jspecify.annotations.Nullable;

/**
 * The last backup that was started by the admin API of a server.
 *
 * @param state {@code none}, {@code running}, {@code done} or {@code failed}
 * @param startedAt when it was started, in UTC; null if no backup was started
 * @param file the path of the file; null unless the backup is done
 * @param bytes the length of the file; null unless the backup is done
 * @param reason why the backup failed; null unless it failed
 */
public record BackupJson(
        String state,
        @Nullable String startedAt,
        @Nullable String file,
        @Nullable Long bytes,
        @Nullable String reason) {
    /** No backup was started since the server started. */
    public static final BackupJson NONE = new BackupJson("none", null, null, null, null);
}
