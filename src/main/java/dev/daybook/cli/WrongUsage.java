package dev.daybook.cli;

import dev.daybook.cli.option.CommandFailure;
import dev.daybook.domain.message.Suggestion;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Handler that reports arguments that a command cannot take: what is wrong, where the argument comes from, what to
 * write instead, and where the help is. The help itself is not printed: it is longer than a terminal, and would move
 * the error out of sight.
 */
record WrongUsage(Configuration configuration) implements IParameterExceptionHandler {
    private static final String WHOLE = "a whole number";
    private static final String NAME = "name a file or folder";

    /** For each Java type of an option: the expected value and how to write it. */
    private static final Map<Class<?>, String> WANTED = Map.ofEntries(
            Map.entry(boolean.class, "true or false"),
            Map.entry(Boolean.class, "true or false"),
            Map.entry(int.class, WHOLE),
            Map.entry(Integer.class, WHOLE),
            Map.entry(long.class, WHOLE),
            Map.entry(Long.class, WHOLE),
            Map.entry(BigDecimal.class, "a number"),
            Map.entry(LocalDate.class, "a day; write it as YYYY-MM-DD, such as 2026-10-31"),
            Map.entry(
                    URI.class,
                    "an address such as https://HOST or http://HOST/PATH; leave out quotes and spaces, and write signs"
                            + " such as | and a single % as %7C and %25"),
            Map.entry(Duration.class, "a length of time; write it as PT24H or P7D"),
            Map.entry(ZoneId.class, "a zone; write it as Asia/Kolkata"),
            Map.entry(Charset.class, "a character set; write it as UTF-8 or windows-1252"),
            Map.entry(Path.class, "a " + CommandFailure.FILE_NAME));

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("daybook: " + text(wrong, command, List.of(arguments)));
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private String text(ParameterException wrong, CommandLine command, List<String> arguments) {
        for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableSetting) {
                return String.valueOf(cause.getMessage());
            }
        }
        var unknown = typographic(command, arguments).or(() -> unknownOption(command, arguments));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            var first = unmatched.getUnmatched().get(0);
            return unknown.isPresent() && !isWord(command, first) ? unknown.get() : unexpected(command, first);
        }
        if (wrong instanceof MissingParameterException missing) {
            return unknown.orElseGet(() -> missing(missing));
        }
        if (wrong.getArgSpec() != null && wrong.getValue() != null) {
            var refused = refused(wrong.getArgSpec(), wrong.getValue(), arguments);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        if (wrong.getArgSpec() == null && wrong.getValue() != null) {
            // The value is the word after "daybook help". For every other refused value, picocli also gives the option
            // or parameter.
            return unexpected(command, wrong.getValue());
        }
        if (wrong instanceof OverwrittenOptionException twice && twice.getOverwritten() instanceof OptionSpec option) {
            return option.names()[0] + " is given twice; give it once";
        }
        var message = wrong.getMessage();
        return message == null ? "wrong usage" : message.lines().findFirst().orElse("wrong usage");
    }

    private static String missing(MissingParameterException missing) {
        var words = missing.getMissing().stream().map(WrongUsage::written).toList();
        return String.join(", ", words) + (words.size() == 1 ? " is missing" : " are missing");
    }

    private static String written(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.names()[0] + " " + option.paramLabel()
                : argument.paramLabel();
    }

    /** Whether an unknown word was written in place of the name of a subcommand. */
    private static boolean isWord(CommandLine command, String word) {
        return !command.getSubcommands().isEmpty() && !word.startsWith("-");
    }

    /**
     * The message about the first unknown option; empty if all are known. If a required option is missing too, picocli
     * would report only the missing option.
     */
    private static Optional<String> unknownOption(CommandLine command, List<String> arguments) {
        var known = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
        return arguments.stream()
                .map(argument -> argument.split("=", 2)[0])
                .filter(name -> name.matches("-[a-z]|--[a-z].*") && !known.contains(name))
                .findFirst()
                .map(name -> "there is no option " + name
                        + known.stream()
                                .filter(option -> option.startsWith(name + "-"))
                                .findFirst()
                                .or(() -> Suggestion.near(name, known))
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }

    /**
     * The message about the first option whose hyphens a word processor has replaced by a dash; empty if there is none.
     * For picocli, such a word is no option. A word that names no option of the command may be a value, so it is not
     * reported.
     */
    private static Optional<String> typographic(CommandLine command, List<String> arguments) {
        var known = command.getCommandSpec().optionsMap();
        return arguments.stream()
                .map(argument -> argument.split("=", 2)[0])
                .filter(name -> name.matches("-*[\u2013\u2014\u2212].*") && known.containsKey(hyphened(name)))
                .findFirst()
                .map(name -> "'" + name + "' begins with a typographic dash; write " + hyphened(name));
    }

    private static String hyphened(String name) {
        return "--" + name.replaceFirst("^[-\u2013\u2014\u2212]+", "");
    }

    private static String unexpected(CommandLine command, String word) {
        var commands = new TreeSet<>(command.getSubcommands().keySet());
        var name = command.getCommandSpec().qualifiedName();
        if (commands.isEmpty()) {
            return "'" + name + "' takes no '" + word + "'";
        }
        return "there is no command '" + name + " " + word + "'; "
                + Suggestion.near(word, commands)
                        .map(near -> "did you mean '" + name + " " + near + "'?")
                        .orElse("there are " + String.join(", ", commands));
    }

    /**
     * The message about a value of the wrong form. Names the source of the value, unless this is the command line.
     * Empty if the type of the option is no enum and is missing in {@link #WANTED}.
     */
    private Optional<String> refused(ArgSpec argument, String value, List<String> arguments) {
        var wanted = wanted(argument);
        if (wanted == null) {
            return Optional.empty();
        }
        var name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        var written = argument instanceof OptionSpec option
                ? arguments.stream()
                        .map(word -> word.split("=", 2)[0])
                        .filter(word -> List.of(option.names()).contains(word))
                        .findFirst()
                : Optional.of(name);
        var source = written.isPresent() || !(argument instanceof OptionSpec option)
                ? ""
                : configuration
                        .source(option)
                        .map(place -> " (in " + place + ")")
                        .orElse("");
        var isEmptyPath = type(argument) == Path.class && value.isBlank();
        // An address may contain a password, or a secret in its path.
        var shown = isEmptyPath || type(argument) == URI.class ? "the value" : "'" + value + "'";
        return Optional.of(written.orElse(name) + ": " + shown + " " + fault(argument, value, wanted) + source);
    }

    private static String fault(ArgSpec argument, String value, String wanted) {
        if (type(argument) == Path.class && value.isBlank()) {
            return argument.required() ? "is empty; " + NAME : "is empty; leave it out, or " + NAME;
        }
        if (type(argument) == URI.class && !value.contains("://")) {
            return "does not begin with https:// or http://";
        }
        return wanted.equals(WHOLE) && value.matches("-?[0-9]+") ? "is too large" : "is not " + wanted;
    }

    /**
     * Converts the value of an option to a path.
     *
     * @throws TypeConversionException if the value is blank: Java would take an empty one for the current folder
     */
    static Path path(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException("is empty; " + NAME);
        }
        return Path.of(value);
    }

    private static @Nullable String wanted(ArgSpec argument) {
        var type = type(argument);
        return type.isEnum() ? oneOf(type.getEnumConstants()) : WANTED.get(type);
    }

    private static Class<?> type(ArgSpec argument) {
        var types = argument.auxiliaryTypes();
        return types.length > 0 ? types[0] : argument.type();
    }

    private static String oneOf(Object... constants) {
        return Stream.of(constants)
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
