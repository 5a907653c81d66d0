package dev.daybook.cli;

import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The properties file that {@code --config} or {@code DAYBOOK_CONFIG} names.
 *
 * @param name its path; empty if there is no file
 * @param values the settings
 * @param lines the lines of the file, to find the line number of a key
 */
record SettingsFile(String name, Properties values, List<String> lines) {
    /** A line whose value is only the escape of a tab. */
    private static final String TAB = "[^=:\\\\]+[=:]\\s*\\\\t";

    static SettingsFile read(String name) {
        var values = new Unrepeated();
        var path = Path.of(name);
        try {
            var text = name.isEmpty() ? "" : ByteOrderMark.removed(Files.readString(path));
            var lines = text.lines().toList();
            refuseBackslashes(lines);
            values.load(new StringReader(text));
            return new SettingsFile(name, values, lines);
        } catch (MalformedInputException binary) {
            throw new UnreadableSetting("cannot read the settings in " + name + ": it is not UTF-8");
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableSetting("cannot read the settings in " + name + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new UnreadableSetting("cannot read the settings in " + name + ": " + FileReason.of(path, unreadable));
        }
    }

    /**
     * Refuses each backslash that is not doubled, except in a value that is only {@code \t}. Java would remove it from
     * a path such as {@code C:\daybook}, and would join a line that ends with it to the next line.
     *
     * @throws IllegalArgumentException if there is such a backslash
     */
    private static void refuseBackslashes(List<String> lines) {
        for (var number = 0; number < lines.size(); number++) {
            var line = lines.get(number).strip();
            var isComment = line.startsWith("#") || line.startsWith("!");
            if (!isComment && !line.matches(TAB) && line.replace("\\\\", "").contains("\\")) {
                throw new IllegalArgumentException("line " + (number + 1)
                        + " has a single backslash; write \\ as \\\\ or as /, and each setting on one line");
            }
        }
    }

    /**
     * Properties that refuse a key that is set twice. Java would use the last value, but {@link #place} would name the
     * first line. Blanks around a value are removed, because nobody sees them. A value of blanks alone is kept: Java
     * reads such a value only if the file has it as an escape, such as {@code \t}.
     */
    private static final class Unrepeated extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalArgumentException("'" + key + "' is set twice; set it once");
            }
            var text = value.toString();
            return super.put(key, text.isBlank() ? text : text.strip());
        }
    }

    /** Hides the values, some of which are secret, from logs and error messages. */
    @Override
    public String toString() {
        return "SettingsFile[" + name + "]";
    }

    /** The name of the file and, if found, the line number of this key, for a message. */
    String place(String key) {
        for (var number = 0; number < lines.size(); number++) {
            if (lines.get(number).strip().matches(Pattern.quote(key) + "\\s*[=:].*|" + Pattern.quote(key))) {
                return name + " line " + (number + 1);
            }
        }
        return name;
    }
}
