package dev.daybook.imports.file;

import dev.daybook.wire.json.Fields;
import java.util.List;
import java.util.function.Supplier;

/**
 * A row of a file, whose values are not parsed yet.
 *
 * @param place its place: the number of its first line, counted from 1, or its file within a folder
 * @param original its original values, by column
 * @param fields parses it; throws a {@link dev.daybook.domain.ProblemException} if it is unreadable
 * @param malformed why the row is refused whatever its values are, for example because it is too long; empty if it is
 *     not. Of such a row, {@code fields} is used only to learn its columns and its key
 */
public record Row(String place, List<String> original, Supplier<Fields> fields, String malformed) {
    /** The number of characters of its original values. */
    public long length() {
        return original.stream().mapToLong(String::length).sum();
    }
}
