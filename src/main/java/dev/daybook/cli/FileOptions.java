package dev.daybook.cli;

import dev.daybook.cli.imports.file.Columns;
import dev.daybook.cli.imports.file.ImportFile;
import dev.daybook.domain.account.Account;
import dev.daybook.wire.DateForm;
import dev.daybook.wire.RowRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the format of an import file: columns, encoding, separator and dates. */
final class FileOptions {
    /** How to handle a row with the key of an earlier row. */
    enum Duplicates {
        REFUSE,
        LAST
    }

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            mapFallbackValue = "",
            description = "The field that a column is, if its name is another; COLUMN= ignores the column.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--map-file",
            paramLabel = "FILE",
            description = "A file with a line COLUMN=FIELD for each column whose name is no field; # begins a comment."
                    + " Unknown columns are told in this form.")
    private @Nullable Path mapFile;

    @Option(
            names = "--keep-unknown",
            arity = "0..1",
            fallbackValue = "true",
            description = "Keep columns that are no field as fields of the account's own.")
    private boolean keepUnknown;

    @Option(
            // The longer name defines the variable; the --dates of a pull has another meaning.
            names = {"--dates", "--import-dates"},
            paramLabel = "PATTERN",
            description = "The form of the dates, such as dd/MM/yyyy; a time of day may follow. Without it dates are as"
                    + " in 2024-05-31, and others are refused.")
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
            description = "What is between the values of CSV; 'tab' for a tab (default: the one of , ; tab | that the"
                    + " header has most of).")
    private @Nullable String separator;

    @Option(
            names = "--duplicates",
            paramLabel = "refuse|last",
            description = "What to do with a row that has the key of an earlier one, or contradicts another row of its"
                    + " order: refuse it, or let the last one count (default: refuse).")
    private Duplicates duplicates = Duplicates.REFUSE;

    /** The columns of the file, with their mappings. */
    Columns columns(List<String> fields) throws IOException {
        return new Columns(fields, mappings(), keepUnknown);
    }

    private Map<String, String> mappings() throws IOException {
        var all = new LinkedHashMap<String, String>();
        if (mapFile != null) {
            for (var line : Files.readAllLines(mapFile)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    var end = line.lastIndexOf('=');
                    if (end < 1) {
                        throw new IllegalArgumentException("--map-file: expected lines such as COLUMN=FIELD");
                    }
                    all.put(line.substring(0, end), line.substring(end + 1).strip());
                }
            }
        }
        all.putAll(map);
        return all;
    }

    /** Whether columns are mapped, which is impossible for a folder. */
    boolean hasMappings() {
        return mapFile != null || !map.isEmpty();
    }

    /** The file. */
    ImportFile file(Path path, Columns columns) {
        return new ImportFile(path, columns, Optional.ofNullable(charset), separator());
    }

    private Optional<Character> separator() {
        if (separator == null) {
            return Optional.empty();
        }
        var letter = separator.equalsIgnoreCase("tab") ? "\t" : separator;
        if (letter.length() != 1) {
            throw new IllegalArgumentException("--separator: expected one character or 'tab'");
        }
        return Optional.of(letter.charAt(0));
    }

    /** The rules to read rows. */
    RowRules rules(Account account) {
        try {
            return new RowRules(account.zone(), Optional.ofNullable(dates).map(DateForm::new), keepUnknown);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "--dates: expected a pattern such as dd/MM/yyyy, in which dd is the day and MM the month", wrong);
        }
    }

    /** Whether a later row with the key of an earlier one updates it. */
    boolean lastWins() {
        return duplicates == Duplicates.LAST;
    }

    /** All options that affect the meaning of the rows, as a text. */
    String meaning() throws IOException {
        return String.join(
                "\n",
                String.valueOf(new TreeMap<>(mappings())),
                String.valueOf(keepUnknown),
                String.valueOf(dates),
                String.valueOf(charset),
                String.valueOf(separator),
                String.valueOf(duplicates));
    }
}
