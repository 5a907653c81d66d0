package dev.daybook.cli.option;

import dev.daybook.client.output.Disk;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that holds a token.
 *
 * @param option the option that names it, for messages
 */
public record TokenFile(String option, Path file) {
    private static final Pattern QUOTED = Pattern.compile("([\"']).*\\1", Pattern.DOTALL);

    /**
     * The token in a text, empty if there is none. The text may begin with a byte order mark, and may be the complete
     * value of an Authorization header.
     *
     * @param place where the text is, for the message
     * @throws IllegalArgumentException if the text or the token is in quotation marks
     */
    static String bare(String place, String content) {
        var text = ByteOrderMark.removed(content).strip();
        var token =
                text.regionMatches(true, 0, "Basic ", 0, 6) ? text.substring(6).strip() : text;
        if (QUOTED.matcher(token).matches()) {
            throw new IllegalArgumentException(place + " has quotation marks around the token; leave them out");
        }
        return token;
    }

    /** The warning about a token that Daybook did not create and that is easy to guess. */
    public static String warning(String reason, long cmId, long keyId) {
        return "daybook: warning: the token " + Terminal.line(reason)
                + ". Whoever guesses it may do what its client may: replace it by 'daybook key rotate --cm-id "
                + cmId + " " + keyId + "' once the client can take another.";
    }

    /**
     * Reads the token.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no token
     */
    public Token read() {
        var text = bare(option + ": " + file, OptionFile.text(option, file));
        if (text.isEmpty()) {
            throw new IllegalArgumentException(option + ": " + file + " is empty; write a token into it");
        }
        try {
            return new Token(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(option + ": " + file + ": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Reads the token if the file exists. Otherwise checks that {@link #readOrMake} could write it.
     *
     * @param data the folder that the start of a server creates, with its parents, before {@link #readOrMake} is
     *     called; empty if the start creates no folder
     * @throws IllegalArgumentException if the file holds no token, or cannot be read or written
     */
    public Optional<Token> readOrCheck(Optional<Path> data) {
        if (Files.exists(file)) {
            return Optional.of(read());
        }
        var folder = file.toAbsolutePath().getParent();
        var isCreated = folder != null
                && Files.notExists(folder)
                && data.isPresent()
                && data.get().startsWith(folder);
        if (folder != null && !isCreated && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
            throw new IllegalArgumentException(cannotWrite("this user cannot write to its folder"));
        }
        return Optional.empty();
    }

    /**
     * Reads the token if the file exists. Otherwise makes one for this key and writes it, readable for the owner only.
     *
     * @throws IllegalArgumentException if the file holds no token, or cannot be read
     * @throws UncheckedIOException if the file cannot be written
     */
    public Token readOrMake(long keyId) {
        if (Files.exists(file)) {
            return read();
        }
        var token = Token.create(keyId);
        try {
            write(token);
        } catch (IOException refused) {
            // Not an IllegalArgumentException: a folder may be mounted later, and systemd must start the server again.
            throw new UncheckedIOException(cannotWrite(FileReason.of(file, refused)), refused);
        }
        return token;
    }

    /**
     * The message for a file that cannot be written. If the folder is missing, it says this in place of the reason.
     */
    private String cannotWrite(String reason) {
        var folder = file.toAbsolutePath().getParent();
        var missing = folder != null && FileReason.isMissingFolder(folder);
        return option + ": cannot write " + file + ": " + (missing ? "there is no folder " + folder : reason);
    }

    /** Writes the token and waits until it is on disk: otherwise a power cut could leave a stored key and no token. */
    private void write(Token token) throws IOException {
        Disk.write(file.toAbsolutePath(), token.text() + "\n");
    }
}
