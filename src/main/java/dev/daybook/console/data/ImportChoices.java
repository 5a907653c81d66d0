package dev.daybook.console.data;

import java.util.Map;
import java.util.Set;

/**
 * Options that a person chose for the import of a file. Empty {@code dates}, {@code charset} or {@code separator}
 * stands for the default of {@code daybook import}.
 *
 * @param mappings the field of each column; empty for a column to ignore
 * @param kept the names of the unknown columns that are kept as associate fields
 * @param dates the format of the dates, such as {@code dd/MM/yyyy}
 * @param separator the separator of a CSV file
 * @param lastWins whether a row with the key of an earlier row updates that row's record instead of being refused
 * @param skipBad whether refused rows are left out instead of refusing the file
 * @param replace whether entries of the FAQ that are not in the file are deleted
 */
public record ImportChoices(
        Map<String, String> mappings,
        Set<String> kept,
        String dates,
        String charset,
        String separator,
        boolean lastWins,
        boolean skipBad,
        boolean replace) {
    /** The defaults, with which the first preview of a file is made. */
    public static final ImportChoices NONE = new ImportChoices(Map.of(), Set.of(), "", "", "", false, false, false);

    public ImportChoices {
        mappings = Map.copyOf(mappings);
        kept = Set.copyOf(kept);
    }

    /** Whether a file has the same columns with the other choices. */
    boolean readsLike(ImportChoices other) {
        return charset.equals(other.charset) && separator.equals(other.separator);
    }
}
