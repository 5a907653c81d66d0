package dev.daybook.backup;

/**
 * Summary of the content of a backup.
 *
 * @param daybook the version of the program that wrote it
 * @param madeAt when the backup began, as ISO 8601; the backup has all changes before that time
 * @param database the kind of the database, such as {@code sqlite}
 * @param cmId the account in the backup; 0 for all accounts
 */
public record BackupSummary(
        String daybook, String madeAt, String database, long cmId, long accounts, int tables, long rows) {}
