package dev.daybook.imports.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** A source of rows: a file, or a folder of files. */
public interface RowSource {
    /** The path of the file or folder. */
    Path path();

    /**
     * Opens it from the start. It can be opened several times.
     *
     * @param progress receives how much has been read
     */
    Rows open(Progress progress) throws IOException;

    /**
     * Checks the columns after all rows were read.
     *
     * @throws IllegalArgumentException if there is something wrong with the columns
     */
    default void checkColumns() {}

    /** A failure to decode its text, with the place of the failure. */
    default IOException withPlace(CharacterCodingException failure) throws IOException {
        return failure;
    }
}
