package dev.daybook.cli.imports.file;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;

/** The rows of an opened file or folder, one after the other. */
public interface Rows extends Closeable, Iterator<Row> {
    /** What the place of a row is called. */
    default String placeName() {
        return "line";
    }

    /** Whether several threads may take rows apart at the same time. */
    default boolean areIndependent() {
        return true;
    }

    /** What the values of a row are called in the file. */
    List<String> columns();
}
