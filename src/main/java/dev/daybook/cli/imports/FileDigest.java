package dev.daybook.cli.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the digest by which an unfinished import of the same file with the same options is found. */
public final class FileDigest {
    private FileDigest() {}

    /**
     * The SHA-256 of a file and its options.
     *
     * @param meaning all options that affect the meaning of its rows
     */
    public static String of(Path file, String meaning) throws IOException {
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, digest);
            digest.write(meaning.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
