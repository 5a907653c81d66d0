package dev.daybook.imports.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The encoding of a file: the one of its byte order mark; without a mark, the one that the user names, or else UTF-8.
 * Malformed bytes are refused.
 *
 * @param charset the encoding
 * @param markLength the length of the byte order mark in bytes
 */
record Encoding(Charset charset, int markLength) {
    private static final int BUFFER = 1 << 16;
    private static final int LOOKED_AT = 4_096;

    private static final Map<Charset, byte[]> MARKS = Map.of(
            StandardCharsets.UTF_8, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
            StandardCharsets.UTF_16LE, new byte[] {(byte) 0xFF, (byte) 0xFE},
            StandardCharsets.UTF_16BE, new byte[] {(byte) 0xFE, (byte) 0xFF});

    private static final String WORKBOOK =
            "it is a workbook or an archive; save the sheet as CSV in UTF-8, and import that file";

    /** First bytes of files that are no text. Current workbooks are ZIP archives. */
    private static final List<Binary> BINARIES = List.of(
            new Binary(new byte[] {'P', 'K', 3, 4}, WORKBOOK),
            new Binary(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, WORKBOOK),
            new Binary(
                    new byte[] {0x1F, (byte) 0x8B},
                    "it is compressed with gzip; unpack it with gunzip, and import that file"),
            new Binary(
                    new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
                    "it is compressed with zstd; unpack it with 'zstd -d', and import that file"),
            // The fifth byte is compared too, because a CSV file may begin with a column whose name begins with PAR1.
            // In a Parquet file, 0x15 is the first byte of the first header.
            new Binary(new byte[] {'P', 'A', 'R', '1', 0x15}, "it is a Parquet file; an import reads CSV or NDJSON"));

    /** A kind of file that is no text: its first bytes, and a message that tells the user what to do. */
    private record Binary(byte[] start, String advice) {}

    /**
     * Detects the encoding of a file: that of its byte order mark, else the one that the user names, else UTF-8.
     *
     * @param told the encoding that the user names, if any
     * @throws IOException if the file cannot be read, is no text, or seems to be UTF-16 without a byte order mark
     */
    static Encoding of(Path file, Optional<Charset> told) throws IOException {
        byte[] start;
        try (var bytes = Files.newInputStream(file)) {
            start = bytes.readNBytes(LOOKED_AT);
        }
        for (var mark : MARKS.entrySet()) {
            if (startsWith(start, mark.getValue())) {
                return new Encoding(mark.getKey(), mark.getValue().length);
            }
        }
        for (var binary : BINARIES) {
            if (startsWith(start, binary.start)) {
                throw new IOException(binary.advice);
            }
        }
        if (told.isEmpty()) {
            for (var letter : start) {
                if (letter == 0) {
                    throw new IOException("it has null characters, as UTF-16 without a byte order mark has; if it is"
                            + " that, add --charset UTF-16LE (or UTF-16BE)");
                }
            }
        }
        return new Encoding(told.orElse(StandardCharsets.UTF_8), 0);
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    /** A reader of the text after the byte order mark. */
    BufferedReader reader(InputStream bytes) throws IOException {
        // The byte order mark is read, not skipped: a stream that computes a digest needs every byte.
        bytes.readNBytes(markLength);
        return new BufferedReader(new InputStreamReader(bytes, charset.newDecoder()), BUFFER);
    }

    /** A failure whose message names the line of the first malformed bytes. Its cause is {@code failure}. */
    IOException withLine(Path file, CharacterCodingException failure) throws IOException {
        var hint = charset.equals(StandardCharsets.UTF_8)
                ? "; if it is in an older encoding of Windows, add --charset windows-1252"
                : "";
        return new IOException("line " + firstBadLine(file) + " is not " + charset.name() + hint, failure);
    }

    private long firstBadLine(Path file) throws IOException {
        var decoder = charset.newDecoder();
        var bytes = ByteBuffer.allocate(BUFFER);
        var letters = CharBuffer.allocate(BUFFER);
        var line = 1L;
        try (var channel = Files.newByteChannel(file)) {
            channel.position(markLength);
            for (var end = false; !end; ) {
                end = channel.read(bytes) < 0;
                bytes.flip();
                var result = decoder.decode(bytes, letters, end);
                line += letters.flip().chars().filter(letter -> letter == '\n').count();
                letters.clear();
                if (result.isError()) {
                    return line;
                }
                end &= result.isUnderflow();
                bytes.compact();
            }
        }
        return line;
    }
}
