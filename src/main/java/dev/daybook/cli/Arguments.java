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
 * The program's arguments, decoded as UTF-8. Java decodes arguments by the locale, and no property changes this. In a
 * locale without UTF-8, such as {@code LC_ALL=C}, letters that the locale lacks become U+FFFD. On Linux the original
 * bytes can be read.
 */
final class Arguments {
    /** Advice about letters that the locale of the process cannot express. */
    static final String REMEDY = "set LC_ALL to one with UTF-8, such as C.UTF-8";

    /** The description of a valid path, for the message about a text that Java cannot convert to a path. */
    static final String FILE_NAME = "file name in the locale of this process; " + REMEDY;

    private static final Path RAW = Path.of("/proc/self/cmdline");
    private static final char LOST = '\uFFFD';

    private Arguments() {}

    /**
     * Restores the letters that the locale has replaced in these arguments.
     *
     * @throws IllegalArgumentException if letters cannot be restored
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
                        + " has letters that the locale of this process cannot express; " + REMEDY);
            }
        }
        return decoded;
    }

    /**
     * Refuses {@code DAYBOOK_} variables in which the locale has replaced letters.
     *
     * @throws IllegalArgumentException if there is such a variable
     */
    static void check(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith("DAYBOOK_") && isDamaged(value)) {
                throw new IllegalArgumentException("the variable " + name
                        + " has letters that the locale of this process cannot express; " + REMEDY);
            }
        });
    }

    /** Turns {@code help key create} into {@code key create --help}: picocli's {@code help} reads only one name. */
    static String[] ofHelp(String... arguments) {
        if (arguments.length < 3 || !arguments[0].equals("help")) {
            return arguments;
        }
        var command = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        command.add("--help");
        return command.toArray(String[]::new);
    }

    private static boolean isDamaged(String text) {
        return text.indexOf(LOST) >= 0;
    }

    /**
     * The original arguments of the process; the kernel puts a zero byte after each. Empty if they cannot be read, as
     * on systems other than Linux.
     */
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

    /** Decodes UTF-8. If the bytes are not UTF-8, returns only U+FFFD. */
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
