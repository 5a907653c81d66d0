package dev.daybook.cli.option;

import dev.daybook.domain.account.Token;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that holds a token. */
public final class TokenFile {
    private final String option;
    private final Path file;

    /**
     * A file.
     *
     * @param option the option that names it, for messages
     */
    public TokenFile(String option, Path file) {
        this.option = option;
        this.file = file;
    }

    /**
     * Reads the token.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no token
     */
    public Token read() {
        try {
            var text = TokenText.bare(Files.readString(file));
            if (text.isEmpty()) {
                throw new IllegalArgumentException(option + ": " + file + " is empty; write a token into it");
            }
            return new Token(text);
        } catch (MalformedInputException binary) {
            throw new IllegalArgumentException(option + ": " + file + " holds no token: it is not text");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    option + ": cannot read " + file + ": " + FileReason.of(file, unreadable));
        }
    }

    /**
     * Reads the token if the file exists. Otherwise makes one for this key and writes it, readable for the owner only.
     *
     * @throws IllegalArgumentException if the file holds no token, or cannot be written
     */
    Token readOrMake(long keyId) {
        if (Files.exists(file)) {
            return read();
        }
        var token = Token.create(keyId);
        try {
            write(token);
        } catch (IOException refused) {
            var folder = file.toAbsolutePath().getParent();
            throw new IllegalArgumentException(option + ": cannot write " + file + ": "
                    + (folder == null || Files.isDirectory(folder)
                            ? FileReason.of(file, refused)
                            : "there is no folder " + folder));
        }
        return token;
    }

    /** Writes beside the file and renames, so that no half token is ever read. A new temporary file is its owner's. */
    private void write(Token token) throws IOException {
        var target = file.toAbsolutePath();
        var whole = Files.createTempFile(target.getParent(), ".token", "");
        try {
            Files.writeString(whole, token.text() + "\n");
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
