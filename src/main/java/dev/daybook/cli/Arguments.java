package dev.daybook.cli;

import dev.daybook.domain.message.LocaleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program's arguments, decoded as UTF-8. Java decodes arguments by the charset of the locale. In an ASCII locale,
 * such as {@code LC_ALL=C}, letters outside ASCII become U+FFFD; on Linux they are restored from the original bytes. In
 * a locale with another charset, such as ISO-8859-1, arguments with letters outside ASCII are refused: Java would
 * encode a restored file name in that charset, and so use another file.
 */
final class Arguments {
    private static final Path RAW = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /**
     * Restores the letters that the locale has replaced in these arguments.
     *
     * @throws IllegalArgumentException if letters cannot be restored
     */
    static String[] decoded(String... arguments) {
        if (List.of(arguments).stream().noneMatch(LocaleText::isDamaged)) {
            return arguments;
        }
        var raw = raw();
        var decoded = new String[arguments.length];
        for (var index = 0; index < arguments.length; index++) {
            var at = raw.size() - arguments.length + index;
            decoded[index] = LocaleText.isDamaged(arguments[index]) && at >= 0 ? raw.get(at) : arguments[index];
            if (LocaleText.isDamaged(decoded[index])) {
                throw new IllegalArgumentException("argument " + (index + 1) + " " + LocaleText.DAMAGED);
            }
        }
        return decoded;
    }

    /**
     * Refuses {@code DAYBOOK_} variables with letters outside ASCII that Java could not decode, or may have decoded
     * wrongly, in the locale of the process. Refuses a current folder with such letters too: Java would look for files
     * with relative names in another folder, and create them there.
     *
     * @param folder the name of the current folder, as Java has decoded it
     * @throws IllegalArgumentException if there is such a variable or folder
     */
    static void check(Map<String, String> environment, String folder) {
        environment.forEach((name, value) -> {
            if (name.startsWith("DAYBOOK_") && LocaleText.isDamaged(value)) {
                throw new IllegalArgumentException("the variable " + name + " " + LocaleText.DAMAGED);
            }
        });
        if (LocaleText.isDamaged(folder)) {
            throw new IllegalArgumentException(
                    "the name of the current folder " + LocaleText.DAMAGED + ", or run the command in another folder");
        }
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

    /**
     * The original arguments of the process, with U+FFFD for bytes that are not UTF-8. Empty if they cannot be read, as
     * on systems other than Linux. In the file {@link #RAW}, each argument ends with a zero byte.
     */
    private static List<String> raw() {
        try {
            var words = List.of(new String(Files.readAllBytes(RAW), StandardCharsets.UTF_8).split("\0", -1));
            return words.subList(0, words.size() - 1);
        } catch (IOException notLinux) {
            return List.of();
        }
    }
}
