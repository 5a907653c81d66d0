package dev.daybook.cli;

import dev.daybook.cli.option.CommandFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The program's arguments, decoded as UTF-8. Java decodes arguments by the charset of the locale, and no property
 * changes this. In an ASCII locale, such as {@code LC_ALL=C}, letters outside ASCII become U+FFFD; on Linux they are
 * restored from the original bytes. In a locale with another charset, such as ISO-8859-1, arguments with letters
 * outside ASCII are refused: Java would encode a restored file name in that charset, and so use another file.
 */
final class Arguments {
    private static final Path RAW = Path.of("/proc/self/cmdline");
    private static final char LOST = '\uFFFD';

    /** The charsets that decode UTF-8 to the right letters or to U+FFFD. Other charsets decode it to wrong letters. */
    private static final Set<Charset> REPLACING = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

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
            decoded[index] = isDamaged(arguments[index]) && at >= 0 ? raw.get(at) : arguments[index];
            if (isDamaged(decoded[index])) {
                throw new IllegalArgumentException(
                        "argument " + (index + 1) + " has letters that cannot be read in the locale of this process; "
                                + CommandFailure.LOCALE_REMEDY);
            }
        }
        return decoded;
    }

    /**
     * Refuses {@code DAYBOOK_} variables with letters outside ASCII that Java could not decode, or may have decoded
     * wrongly, in the locale of the process.
     *
     * @throws IllegalArgumentException if there is such a variable
     */
    static void check(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith("DAYBOOK_") && isDamaged(value)) {
                throw new IllegalArgumentException(
                        "the variable " + name + " has letters that cannot be read in the locale of this process; "
                                + CommandFailure.LOCALE_REMEDY);
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
        return isDamaged(text, locale());
    }

    /**
     * Whether a text that was decoded in a locale has lost letters, or may have wrong ones.
     *
     * @param locale the charset of the locale
     */
    static boolean isDamaged(String text, Charset locale) {
        return text.indexOf(LOST) >= 0
                || (!REPLACING.contains(locale) && text.chars().anyMatch(letter -> letter > 127));
    }

    /**
     * The charset by which Java has decoded arguments and variables. On systems other than Linux always UTF-8, because
     * letters need no check there.
     */
    private static Charset locale() {
        var name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Files.exists(RAW) && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    /**
     * The original arguments of the process, with U+FFFD for bytes that are not UTF-8. Empty if they cannot be read, as
     * on systems other than Linux. In the file that is read, the kernel ends each argument with a zero byte.
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
