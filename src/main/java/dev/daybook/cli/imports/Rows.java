package dev.daybook.cli.imports;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;

/** The rows of an opened file, one after the other. */
interface Rows extends Closeable, Iterator<Row> {
    /** What the values of a row are called in the file. */
    List<String> columns();
}
