package dev.daybook.console.data;

import java.util.List;

/**
 * The beginning of a file, shown to the person who maps its columns to fields.
 *
 * @param rows its first rows, with a value for each column
 */
public record FilePreview(List<Column> columns, List<List<String>> rows) {
    public FilePreview {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * A column of the file.
     *
     * @param field the name of the field that the column is mapped to, empty if there is none. The mapping is the
     *     choice of the person, or the field has the name of the column, or the mapping is a guess
     * @param guessed whether the mapping is a guess, because the names of column and field are only similar
     */
    public record Column(String name, String field, boolean guessed) {}
}
