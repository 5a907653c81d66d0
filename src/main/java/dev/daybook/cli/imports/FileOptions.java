package dev.daybook.cli.imports;

import dev.daybook.cli.option.OptionFile;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.imports.file.MapFile;
import dev.daybook.imports.file.Reading;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options for the format of an import file: columns, encoding, separator and dates. */
final class FileOptions {
    /** How to handle a row with the key of an earlier row. */
    enum Duplicates {
        REFUSE,
        LAST
    }

    /**
     * The options that {@link #again} leaves out. {@code --separator}: the file of refused rows always has commas.
     * {@code --skip-bad} and {@code --refused}: a person has corrected the few rows of this file, so no row needs to be
     * skipped.
     */
    private static final Set<String> OF_FIRST = Set.of("--separator", "--skip-bad", "--refused");

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            mapFallbackValue = "",
            description = "The field for a column that does not have the name of its field, such as 'Full name=name';"
                    + " COLUMN= ignores the column.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--map-file",
            paramLabel = "FILE",
            description = "A file with a line COLUMN=FIELD for each column whose name is no field; # begins a comment."
                    + " A name may be in quotation marks, such as \"# of items\". The message about unknown columns"
                    + " lists them in this form.")
    private @Nullable Path mapFile;

    @Option(
            // The environment variable of this option has the longer name: DAYBOOK_IMPORT_DATES. DAYBOOK_DATES sets
            // another option, the --dates of a pull.
            names = {"--dates", "--import-dates"},
            paramLabel = "PATTERN",
            description =
                    "The form of the dates, such as dd/MM/yyyy, with years of four digits; a time of day may follow."
                            + " Without it dates are as in 2024-05-31, and others are refused.")
    private @Nullable String dates;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description =
                    "The encoding, such as windows-1252 (default: UTF-8, or what the file's byte order mark says).")
    private @Nullable Charset charset;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "The character between the values of a CSV file; 'tab' for a tab (default: the character that"
                    + " a first line such as sep=; names; without such a line, the most frequent of , ; tab | in the"
                    + " header).")
    private @Nullable String separator;

    @Option(
            names = "--duplicates",
            paramLabel = "refuse|last",
            description = "What to do with a row that has the key of an earlier row, or contradicts another row of its"
                    + " order. refuse: refuse it; last: use the values of the last row (default: refuse).")
    private Duplicates duplicates = Duplicates.REFUSE;

    /**
     * The options for reading the file.
     *
     * @param keepUnknown whether columns with unknown names are kept as associate fields
     */
    Reading reading(boolean keepUnknown) {
        return new Reading(
                mappings(),
                keepUnknown,
                Optional.ofNullable(dates),
                Optional.ofNullable(charset),
                separator(),
                duplicates == Duplicates.LAST);
    }

    private Map<String, String> mappings() {
        var all = new LinkedHashMap<String, String>();
        if (mapFile != null) {
            all.putAll(MapFile.read(OptionFile.text("--map-file", mapFile)));
        }
        all.putAll(map);
        return all;
    }

    /** The command that imports a corrected file of refused rows, with the options of this command. */
    String again(CommandSpec command, Path refused) {
        // A separator from a variable or the properties file would also apply to the new command, but the file of
        // refused rows has commas.
        var given = command.commandLine().getParseResult();
        var more = new ArrayList<String>();
        if (separator != null && !given.hasMatchedOption("--separator")) {
            more.addAll(List.of("--separator", ","));
        }
        // If a variable or the properties file sets --skip-bad and --refused, --refused may name the file that the new
        // command imports, which is an error.
        if (!given.hasMatchedOption("--skip-bad")) {
            more.add("--skip-bad=false");
        }
        return ShellCommand.like(command, List.of(refused.toString()), OF_FIRST, more);
    }

    private Optional<Character> separator() {
        if (separator == null) {
            return Optional.empty();
        }
        var letter = separator.equalsIgnoreCase("tab") ? "\t" : separator;
        if (letter.length() != 1 || "\"\r\n".contains(letter)) {
            throw new IllegalArgumentException(
                    "--separator: expected one character other than a quotation mark and a line break, or 'tab'");
        }
        return Optional.of(letter.charAt(0));
    }
}
