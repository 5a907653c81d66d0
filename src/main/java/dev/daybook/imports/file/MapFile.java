package dev.daybook.imports.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Format of the file of {@code --map-file}: a line {@code COLUMN=FIELD} for each column. A line that begins with
 * {@code #} is a comment. A column name that is not possible in such a line, such as an empty one, is in quotation
 * marks, with the escapes {@code \n}, {@code \r}, {@code \"} and {@code \\}.
 */
public final class MapFile {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\nr])*)\"=([^=]*)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private MapFile() {}

    /** The line for a column, without a line end. The field is empty for a column to ignore. */
    static String line(String column, String field) {
        return (needsQuotes(column) ? quoted(column) : column) + "=" + field;
    }

    private static boolean needsQuotes(String column) {
        return column.isBlank()
                || column.startsWith("#")
                || column.startsWith("\"")
                || column.indexOf('\n') >= 0
                || column.indexOf('\r') >= 0;
    }

    private static String quoted(String column) {
        return '"'
                + column.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /**
     * The field of each column, from the text of a map file.
     *
     * @throws IllegalArgumentException if a line is no mapping
     */
    public static Map<String, String> read(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (var line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var quoted = QUOTED.matcher(line);
            var end = line.lastIndexOf('=');
            if (quoted.matches()) {
                fields.put(plain(quoted.group(1)), quoted.group(2).strip());
            } else if (end > 0) {
                fields.put(line.substring(0, end), line.substring(end + 1).strip());
            } else {
                throw new IllegalArgumentException(
                        "--map-file: expected lines such as COLUMN=FIELD; a column without a name is \"\"");
            }
        }
        return fields;
    }

    private static String plain(String quoted) {
        return ESCAPE.matcher(quoted).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "\\" -> "\\\\";
            default -> escape.group(1);
        });
    }
}
