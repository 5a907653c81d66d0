package dev.daybook.imports.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A source of rows: a file, or a folder of files. */
public interface RowSource {
    /** The path of the file or folder. */
    Path path();

    /**
     * Opens the source at its start. A source can be opened several times.
     *
     * @param watch wraps the stream of a file's bytes, for example to compute their digest; not used for a folder. When
     *     the last row has been read, the stream has been read to its end
     */
    Rows open(UnaryOperator<InputStream> watch) throws IOException;

    /**
     * Checks the columns after all rows were read.
     *
     * @throws IllegalArgumentException if a column is unknown, or a mapping names a missing column
     */
    default void checkColumns() {}

    /**
     * Returns an exception that also names the place in the file where the text cannot be decoded. If the place is
     * unknown, returns the given exception.
     */
    default IOException withPlace(CharacterCodingException failure) throws IOException {
        return failure;
    }
}
