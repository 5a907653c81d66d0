package dev.daybook.imports;

import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of a file and its options, to find an unfinished import of the same file with the same options.
 *
 * @param meaning the key field, the account's time zone and the options that decide what the file's rows mean
 * @param text the SHA-256 of the file and of {@code meaning}
 */
public record FileDigest(String meaning, String text) {
    /** No digest, for a folder: it is read once and imported as a whole. */
    public static final FileDigest NONE = new FileDigest("", "");

    /**
     * The digest of a file and of everything that decides what its rows mean: the key field of {@code kind}, the time
     * zone of {@code account}, and the options in {@code reading}.
     */
    public static FileDigest of(Path file, ImportKind<?> kind, Account account, Reading reading) throws IOException {
        var bytes = start();
        try (var digest = new DigestOutputStream(OutputStream.nullOutputStream(), bytes)) {
            Files.copy(file, digest);
        }
        var meaning = kind.keyField() + "\n" + account.zone() + "\n" + reading.meaning();
        return new FileDigest(meaning, end(bytes, meaning));
    }

    /** Starts a digest of a file's bytes, for {@link #isOf}. */
    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * Whether a file has this digest.
     *
     * @param bytes the digest that {@link #start} has begun, with all bytes of the file. This method completes it, so
     *     it can be used only once
     */
    boolean isOf(MessageDigest bytes) {
        return text.equals(end(bytes, meaning));
    }

    private static String end(MessageDigest bytes, String meaning) {
        bytes.update(meaning.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(bytes.digest());
    }
}
