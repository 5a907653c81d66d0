package dev.daybook.cli.imports.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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

    /**
     * Says that all rows were read.
     *
     * @throws IllegalArgumentException if something is wrong with the columns that were seen
     */
    default void checkColumns() {}

    /** A failure to read its text, with the place of it. */
    default IOException withPlace(CharacterCodingException failure) throws IOException {
        return failure;
    }
}
