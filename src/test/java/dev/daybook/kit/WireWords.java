package dev.daybook.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The words that may be names of fields, for tests that try which names are read. */
public final class WireWords {
    private static final Pattern LITERAL = Pattern.compile("\"([A-Za-z]\\w*)\"");

    private WireWords() {}

    /** Every word in quotation marks in the sources of the decoders. */
    public static SortedSet<String> all() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java/dev/daybook/wire"))) {
            var words = new TreeSet<String>();
            for (var source :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                LITERAL.matcher(Files.readString(source)).results().forEach(word -> words.add(word.group(1)));
            }
            return words;
        }
    }
}
