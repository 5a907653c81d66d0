package dev.daybook.backup;

/**
 * What is in a backup.
 *
 * @param daybook the version of the program that wrote it
 * @param madeAt when, as ISO 8601
 * @param database which kind of database it is of
 * @param cmId the account that it is of; 0 for all
 * @param accounts how many accounts it has
 * @param tables how many tables
 * @param rows how many rows
 */
public record BackupSummary(
        String daybook, String madeAt, String database, long cmId, long accounts, int tables, long rows) {}
