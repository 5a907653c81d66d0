package dev.daybook.cli.operate;

import dev.daybook.server.BuildVersion;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;

/** Manual page of a command in the format of {@code man}, generated from the help of the command. */
record ManPage(CommandLine command) {
    /** The name of the page, such as {@code daybook-key-create}. */
    String name() {
        return command.getCommandSpec().qualifiedName("-");
    }

    String text() {
        var spec = command.getCommandSpec();
        var help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
        var lines = Stream.of(
                        Stream.of(
                                ".TH " + name().toUpperCase(Locale.ROOT).replace("-", "\\-") + " 1 \"\" \"Daybook "
                                        + BuildVersion.read().version() + "\"",
                                ".SH NAME",
                                escaped(name()) + " \\- "
                                        + escaped(first(spec.usageMessage().description())),
                                ".SH SYNOPSIS",
                                ".nf",
                                escaped(help.synopsis(0).strip()),
                                ".fi",
                                ".SH DESCRIPTION",
                                escaped(joined(spec.usageMessage().description()))),
                        arguments("ARGUMENTS", spec.positionalParameters()),
                        arguments(
                                "OPTIONS",
                                spec.options().stream()
                                        .filter(option -> !option.hidden())
                                        .toList()),
                        exitCodes(),
                        footer(spec.usageMessage().footer()),
                        others())
                .flatMap(part -> part);
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> arguments(String title, List<? extends ArgSpec> arguments) {
        return arguments.isEmpty()
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(".SH " + title),
                        arguments.stream()
                                .flatMap(argument -> Stream.of(
                                        ".TP",
                                        "\\fB" + escaped(named(argument)) + "\\fR",
                                        escaped(described(argument)))));
    }

    private static String described(ArgSpec argument) {
        var candidates =
                argument.completionCandidates() == null ? "" : String.join(", ", argument.completionCandidates());
        Object written = argument.defaultValue();
        return joined(argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(written == null ? argument.initialValue() : written))
                .replace("${COMPLETION-CANDIDATES}", candidates);
    }

    private static String named(ArgSpec argument) {
        if (argument instanceof CommandLine.Model.OptionSpec option) {
            var takes = option.arity().max() == 0 || option.arity().min() == 0 ? "" : " " + option.paramLabel();
            return String.join(", ", option.names()) + takes;
        }
        return argument.paramLabel();
    }

    private Stream<String> exitCodes() {
        var codes = command.getCommandSpec().usageMessage().exitCodeList();
        return codes.isEmpty()
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(".SH EXIT STATUS"),
                        codes.entrySet().stream()
                                .flatMap(code -> Stream.of(".TP", escaped(code.getKey()), escaped(code.getValue()))));
    }

    private static Stream<String> footer(String... footer) {
        return footer.length == 0
                ? Stream.empty()
                : Stream.of(
                                Stream.of(".SH EXAMPLES AND NOTES", ".nf"),
                                Stream.of(footer).map(ManPage::escaped),
                                Stream.of(".fi"))
                        .flatMap(part -> part);
    }

    private Stream<String> others() {
        var names = command.getSubcommands().values().stream()
                .map(sub -> escaped(sub.getCommandSpec().qualifiedName("-")) + "(1)")
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Stream.empty() : Stream.of(".SH SEE ALSO", names);
    }

    private static String first(String... description) {
        return joined(description).split("[.:;] |\\.$", 2)[0];
    }

    private static String joined(String... lines) {
        return Stream.of(lines)
                .map(line -> line.replace("%n", " ").replace("%%", "%"))
                .collect(Collectors.joining(" "));
    }

    /**
     * Escapes backslashes and dashes: {@code man} may print a plain dash as another character than a minus sign. Also
     * escapes lines that {@code man} would execute as a formatting request.
     */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .lines()
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
