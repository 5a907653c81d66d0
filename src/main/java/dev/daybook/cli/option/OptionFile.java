package dev.daybook.cli.option;

import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that an option names, to be read or written. */
public final class OptionFile {
    private OptionFile() {}

    /**
     * Returns the text of the file, without a byte order mark.
     *
     * @param option the option, for the message
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static String text(String option, Path file) {
        try {
            return ByteOrderMark.removed(Files.readString(file));
        } catch (CharacterCodingException other) {
            throw new IllegalArgumentException(option + ": " + file + " is not text in UTF-8; save it in UTF-8");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    option + ": cannot read " + file + ": " + FileReason.of(file, unreadable));
        }
    }

    /**
     * Returns the path of a file that replaces an existing file: a command writes it under another name first, and then
     * renames it.
     *
     * @param option the option, for the message
     * @throws IllegalArgumentException for what {@link #appended} refuses, and for a symbolic link: the rename would
     *     replace the link
     */
    public static Path replaced(String option, String written) {
        var file = appended(option, written);
        if (Files.isSymbolicLink(file)) {
            throw new IllegalArgumentException(
                    option + ": " + file + " is a symbolic link; name the file that it points to");
        }
        return file;
    }

    /**
     * Returns the path of a file that a command reads and continues.
     *
     * @param option the option, for the message
     * @throws IllegalArgumentException for what {@link #target} refuses, and for standard output, a folder, a device or
     *     a pipe
     */
    public static Path appended(String option, String written) {
        var file = target(option, written);
        if (written.equals("-")) {
            throw new IllegalArgumentException(option + ": expected a file, not standard output; name one");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": " + file + " is a folder; name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(option + ": " + file + " is a device or a pipe; name a file");
        }
        return file;
    }

    /**
     * Returns the path of a file or folder to write to. A slash at its end means a folder. {@link Path} drops the
     * slash: without this check, a file would be created in place of a missing folder, such as a disk that is not
     * mounted.
     *
     * @param option the option, for the message
     * @param written the value of the option
     * @throws IllegalArgumentException if the value is blank, or if it ends with a slash and there is no such folder
     */
    public static Path target(String option, String written) {
        requireName(option, written);
        var path = Path.of(written);
        if (written.endsWith("/") && Files.notExists(path)) {
            throw new IllegalArgumentException(option + ": there is no folder " + written + "; create it first");
        }
        return path;
    }

    /**
     * Refuses an empty name of a file or folder. Java would take it for the current folder.
     *
     * @param option the option, for the message
     */
    public static void requireName(String option, String written) {
        if (written.isBlank()) {
            throw new IllegalArgumentException(option + ": the value is empty; name a file or folder");
        }
    }
}
