package dev.daybook.cli.option;

import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key for calls to a server: from a file or the environment, not from an argument, which other users can see.
 */
public final class KeyFile {
    private KeyFile() {}

    /**
     * The token of the key.
     *
     * @param file the file; null for {@code DAYBOOK_KEY}
     * @throws IllegalArgumentException if there is no token
     */
    public static String token(@Nullable Path file) {
        var text = file != null ? read(file) : System.getenv().getOrDefault("DAYBOOK_KEY", "");
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "there is no key: name a file with it by --key-file, or set DAYBOOK_KEY");
        }
        return TokenText.bare(text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException("--key-file: cannot read " + file + ": " + FileReason.of(file, failure));
        }
    }
}
