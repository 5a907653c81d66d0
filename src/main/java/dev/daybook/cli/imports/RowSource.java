package dev.daybook.cli.imports;

import java.io.IOException;
import java.nio.file.Path;

/** Where rows come from: a file, or a folder of files. */
public interface RowSource {
    /** Where it is. */
    Path path();

    /**
     * Opens it from the start; it may be opened several times.
     *
     * @param progress is told how much of it has been read
     */
    Rows open(Progress progress) throws IOException;
}
