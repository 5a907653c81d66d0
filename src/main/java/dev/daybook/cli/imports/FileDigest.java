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

/** Tells by a digest whether an import is of the same file, read in the same way, as one that has begun. */
public final class FileDigest {
    private FileDigest() {}

    /**
     * The SHA-256 of a file and of how it is read.
     *
     * @param meaning all options that decide what its rows mean
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
