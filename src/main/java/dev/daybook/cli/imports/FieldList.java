package dev.daybook.cli.imports;

import dev.daybook.cli.option.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Adds the names of the fields of an import to the help of its command. It also applies {@link Flags}, because a
 * command has only one transformer.
 */
final class FieldList extends Flags {
    /** The line in the footer of a command's help that the list of fields replaces. */
    static final String HERE = "Fields:";

    /** The widest line that fits a terminal of 80 columns. */
    private static final int WIDTH = 79;

    private static final Pattern FIRST_OF_MANY = Pattern.compile("(.*\\D)1");

    @Override
    public CommandSpec transform(CommandSpec command) {
        if (command.userObject() instanceof FileImportCommand<?> imported) {
            var usage = command.usageMessage();
            usage.footer(Stream.of(usage.footer())
                    .flatMap(line -> line.equals(HERE) ? lines(imported.fields()).stream() : Stream.of(line))
                    .toArray(String[]::new));
        }
        return super.transform(command);
    }

    private static List<String> lines(List<String> fields) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(HERE);
        for (var name : joined(fields)) {
            if (line.length() + 1 + name.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(name);
            } else {
                line.append(" ").append(name);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** The names with their commas; {@code attr1}, {@code attr2} and so on become {@code attr1 to attr15}. */
    private static List<String> joined(List<String> fields) {
        var names = new ArrayList<String>();
        for (var at = 0; at < fields.size(); at++) {
            var name = fields.get(at);
            var numbered = FIRST_OF_MANY.matcher(name);
            if (numbered.matches()) {
                var last = 1;
                while (at + 1 < fields.size() && fields.get(at + 1).equals(numbered.group(1) + (last + 1))) {
                    at++;
                    last++;
                }
                name = last == 1 ? name : name + " to " + fields.get(at);
            }
            names.add(name + (at == fields.size() - 1 ? "." : ","));
        }
        return names;
    }
}
