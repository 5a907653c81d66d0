package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encoding of a file, by its first bytes or by an option. */
class EncodingTest {
    @TempDir
    private Path folder;

    /** A file that has only a byte order mark is empty, and a file may be shorter than every mark. */
    @ParameterizedTest
    @CsvSource({
        "(mark),  UTF-8,    3",
        "(mark),  UTF-16LE, 2",
        "(mark),  UTF-16BE, 2",
        "(mark)a, UTF-8,    3",
        "(mark)a, UTF-16LE, 2",
        "'',      UTF-8,    0",
        "a,       UTF-8,    0",
    })
    void theByteOrderMarkNamesTheEncoding(String described, Charset charset, int markLength) throws IOException {
        var text = described.replace("(mark)", "\uFEFF");
        var file = bytes(text.getBytes(charset));
        var encoding = Encoding.of(file, Optional.of(StandardCharsets.ISO_8859_1));
        assertEquals(markLength, encoding.markLength());
        assertEquals(markLength == 0 ? StandardCharsets.ISO_8859_1 : charset, encoding.charset());
        try (var reader = encoding.reader(Files.newInputStream(file))) {
            assertEquals(text.endsWith("a") ? 'a' : -1, reader.read());
        }
        assertEquals(charset, Encoding.of(file, Optional.empty()).charset());
    }

    @Test
    void nullCharactersAreRefusedUnlessTheUserNamesTheEncoding() throws IOException {
        var file = bytes("name\n".getBytes(StandardCharsets.UTF_16BE));
        var refusal = assertThrows(IOException.class, () -> Encoding.of(file, Optional.empty()));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("it has null characters, as UTF-16 without"));
        assertEquals(
                StandardCharsets.UTF_16BE,
                Encoding.of(file, Optional.of(StandardCharsets.UTF_16BE)).charset());
    }

    private Path bytes(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.csv"), bytes);
    }
}
