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

/** Computes the digest by which an unfinished import of the same file with the same options is found. */
public final class FileDigest {
    private FileDigest() {}

    /** The SHA-256 of a file and of all that affects the meaning of its rows. */
    public static String of(Path file, ImportKind<?> kind, Account account, Reading reading) throws IOException {
        var meaning = kind.keyField() + "\n" + account.zone() + "\n" + reading.meaning();
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
