package dev.daybook.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The program's arguments as UTF-8. Java decodes them by the locale, and in one without UTF-8, such as {@code LC_ALL=C},
 * every other letter becomes U+FFFD; no property changes that. Linux still has the bytes.
 */
final class Arguments {
    private static final Path RAW = Path.of("/proc/self/cmdline");
    private static final char LOST = '\uFFFD';

    private Arguments() {}

    /**
     * These arguments, with the letters that the locale has taken from them.
     *
     * @throws IllegalArgumentException if letters are lost and cannot be had again
     */
    static String[] decoded(String... arguments) {
        if (List.of(arguments).stream().noneMatch(Arguments::isDamaged)) {
            return arguments;
        }
        var raw = raw();
        var decoded = new String[arguments.length];
        for (var index = 0; index < arguments.length; index++) {
            var at = raw.size() - arguments.length + index;
            decoded[index] = isDamaged(arguments[index]) && at >= 0 ? utf8(raw.get(at)) : arguments[index];
            if (isDamaged(decoded[index])) {
                throw new IllegalArgumentException("argument " + (index + 1)
                        + " has letters that the locale of this process cannot express; set LC_ALL to one with UTF-8,"
                        + " such as C.UTF-8");
            }
        }
        return decoded;
    }

    /**
     * Refuses variables of ours that the locale has taken letters from.
     *
     * @throws IllegalArgumentException if there is one
     */
    static void check(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith("DAYBOOK_") && isDamaged(value)) {
                throw new IllegalArgumentException("the variable " + name + " has letters that the locale of this"
                        + " process cannot express; set LC_ALL to one with UTF-8, such as C.UTF-8");
            }
        });
    }

    private static boolean isDamaged(String text) {
        return text.indexOf(LOST) >= 0;
    }

    /** The words that the process was started with, each of which ends with a zero; none where they cannot be read. */
    private static List<byte[]> raw() {
        var words = new ArrayList<byte[]>();
        try {
            var bytes = Files.readAllBytes(RAW);
            var start = 0;
            for (var index = 0; index < bytes.length; index++) {
                if (bytes[index] == 0) {
                    words.add(Arrays.copyOfRange(bytes, start, index));
                    start = index + 1;
                }
            }
        } catch (IOException notLinux) {
            return List.of();
        }
        return words;
    }

    /** What bytes are in UTF-8; U+FFFD if they are not. */
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            return String.valueOf(LOST);
        }
    }
}
