package dev.daybook.cli.option;

import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that an option names. */
public final class OptionFile {
    private OptionFile() {}

    /**
     * Returns the text of the file.
     *
     * @param option the option, for the message
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static String text(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    option + ": cannot read " + file + ": " + FileReason.of(file, unreadable));
        }
    }
}
