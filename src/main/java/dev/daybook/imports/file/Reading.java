package dev.daybook.imports.file;

import dev.daybook.wire.row.DateForm;
import dev.daybook.wire.row.RowRules;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options for reading a file: everything besides the file itself that decides what its rows mean.
 *
 * @param mappings the field of each column that has another name than its field; empty to ignore the column
 * @param keepUnknown whether columns that match no field are kept as associate fields
 * @param dates the form of the dates, such as {@code dd/MM/yyyy}; empty for ISO
 * @param charset the encoding of a file without a byte order mark; empty for UTF-8
 * @param separator the separator of a CSV file; if empty, the one that the first line names, such as {@code sep=;}, or
 *     else the one that is detected
 * @param lastWins whether a later row with the key of an earlier one updates it instead of being refused
 */
public record Reading(
        Map<String, String> mappings,
        boolean keepUnknown,
        Optional<String> dates,
        Optional<Charset> charset,
        Optional<Character> separator,
        boolean lastWins) {
    public Reading {
        mappings = Map.copyOf(mappings);
    }

    /**
     * The columns of the file, with their mappings.
     *
     * @param fields the names of all fields
     * @param mayKeep whether records of this kind can keep an unknown column
     * @throws IllegalArgumentException if a mapping names an unknown field
     */
    public ColumnMap columns(List<String> fields, boolean mayKeep) {
        return new ColumnMap(fields, mappings, keepUnknown, mayKeep);
    }

    /** A file that is read with these options. */
    public ImportFile file(Path path, ColumnMap columns) {
        return new ImportFile(path, columns, charset, separator);
    }

    /**
     * The rules to read rows.
     *
     * @throws IllegalArgumentException if the form of the dates is not a valid pattern
     */
    public RowRules rules(ZoneId zone) {
        try {
            return new RowRules(zone, dates.map(DateForm::new), keepUnknown);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--dates: " + wrong.getMessage(), wrong);
        }
    }

    /** All options as one text. Options with the same meaning give the same text. */
    public String meaning() {
        return String.join(
                "\n",
                String.valueOf(new TreeMap<>(mappings)),
                String.valueOf(keepUnknown),
                dates.orElse(""),
                charset.map(Charset::name).orElse(""),
                separator.map(String::valueOf).orElse(""),
                String.valueOf(lastWins));
    }
}
