package dev.daybook.imports.file;

import dev.daybook.wire.json.Fields;
import java.util.List;
import java.util.function.Supplier;

/**
 * An unparsed row of a file.
 *
 * @param place its place: the number of its first line, counted from 1, or its file within a folder
 * @param original its original values, by column
 * @param fields parses it; throws a {@link dev.daybook.domain.ProblemException} if it is unreadable
 * @param malformed why the row is refused before its values are checked, for example because it is too long; otherwise
 *     empty. A row that is refused for this reason is parsed too, but only for its columns and its key
 */
public record Row(String place, List<String> original, Supplier<Fields> fields, String malformed) {
    /** The number of characters of its original values. */
    public long length() {
        return original.stream().mapToLong(String::length).sum();
    }
}
