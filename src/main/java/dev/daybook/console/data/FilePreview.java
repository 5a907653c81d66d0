package dev.daybook.console.data;

import java.util.List;

/**
 * The beginning of a file, as a person sees it who says what its columns are.
 *
 * @param columns its columns
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
     * @param name its name
     * @param field the field that it is by its name, by the person's choice, or probably; empty if none
     * @param guessed whether the field is only similar to the name
     */
    public record Column(String name, String field, boolean guessed) {}
}
