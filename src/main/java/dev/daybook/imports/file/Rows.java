package dev.daybook.imports.file;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;

/** Iterator over the rows of an open file or folder. */
public interface Rows extends Closeable, Iterator<Row> {
    /** The word for the place of a row in messages, such as {@code line} or {@code file}. */
    default String placeName() {
        return "line";
    }

    /** Whether rows can be parsed concurrently. Otherwise they must be parsed in their order. */
    default boolean areIndependent() {
        return true;
    }

    /** The names of the columns in the file. */
    List<String> columns();
}
