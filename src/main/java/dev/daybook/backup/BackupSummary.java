package dev.daybook.backup;

/**
 * Summary of the content of a backup.
 *
 * @param daybook the version of the program that wrote it
 * @param madeAt when it was begun, as ISO 8601; its data are not older
 * @param database the kind of the database, such as {@code sqlite}
 * @param cmId the account that it is of; 0 for all
 * @param accounts the number of accounts
 * @param tables the number of tables
 * @param rows the number of rows
 */
public record BackupSummary(
        String daybook, String madeAt, String database, long cmId, long accounts, int tables, long rows) {}
