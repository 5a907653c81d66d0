package dev.daybook.console.data;

import java.util.Map;

/**
 * What a person chose for the import of a file. Empty texts stand for what {@code daybook import} does without the
 * option.
 *
 * @param mappings the field of each column; empty for a column to ignore
 * @param keepUnknown whether columns that are no field are kept as the account's own fields
 * @param dates the form of the dates, such as {@code dd/MM/yyyy}
 * @param charset the name of the encoding
 * @param separator the separator of a CSV file
 * @param lastWins whether a later row with the key of an earlier one updates it instead of being refused
 * @param skipBad whether refused rows are left out instead of refusing the file
 * @param replace whether entries of the FAQ that are not in the file are deleted
 */
public record ImportChoices(
        Map<String, String> mappings,
        boolean keepUnknown,
        String dates,
        String charset,
        String separator,
        boolean lastWins,
        boolean skipBad,
        boolean replace) {
    /** What a file is first looked at with. */
    public static final ImportChoices NONE = new ImportChoices(Map.of(), false, "", "", "", false, false, false);

    public ImportChoices {
        mappings = Map.copyOf(mappings);
    }
}
