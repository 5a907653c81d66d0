package dev.daybook.cli.imports;

import dev.daybook.imports.FaqKind;
import dev.daybook.imports.Outcome;
import dev.daybook.imports.WholeImport;
import dev.daybook.imports.file.MarkdownFolder;
import dev.daybook.wire.faq.FaqRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daybook import faq}. */
@Command(
        name = "faq",
        modelTransformer = FieldList.class,
        description = "Import the FAQ from CSV with a header, from NDJSON (one object a line; the file's name ends in"
                + " ndjson, jsonl or json, or the file starts with a brace), or from a folder of Markdown files. All of it is loaded in"
                + " one transaction, or nothing. An entry that is known is updated: one with the same code or, without a"
                + " code, with the same title in the same category.",
        footer = {
            "",
            FieldList.HERE,
            "A row needs category, title and detail. category is the names of the categories",
            "from the top down, such as 'Orders > Refunds'. created_at is as for customers;",
            "an existing entry keeps its own. detail may be Markdown, and is stored and",
            "returned unchanged.",
            "",
            "In a folder each .md or .markdown file is an entry: the folders that it is in",
            "are its categories, its first heading is its title, without Markdown (without",
            "a heading, its name), the rest is its detail, and its path, of at most 255",
            "characters, its code.",
            "YAML front matter may set title, category, author and created_at instead, each",
            "on one line; its other keys, such as draft, are ignored. Files are taken in the",
            "order of their paths.",
            "",
            "Examples:",
            "  daybook import faq faq.csv --cm-id 1000298 --dry-run",
            "  daybook import faq faq.csv --cm-id 1000298 --map Q=title --map A=detail",
            "  daybook import faq help/ --cm-id 1000298 --replace",
            "",
            "Exit codes: 0 imported, 1 nothing imported, 2 wrong usage or unknown column, 130",
            "interrupted, 143 ended by SIGTERM."
        })
final class ImportFaqCommand extends FileImportCommand<FaqRow> {
    private final FaqKind kind;

    @Option(
            names = "--replace",
            description =
                    "Make the account's FAQ equal to the import, in the order of the import: entries and categories"
                            + " that the import does not have are deleted. --dry-run names the first 20 such entries,"
                            + " and says how many more there are. Not with --skip-bad.")
    private boolean replace;

    ImportFaqCommand() {
        this(new FaqKind());
    }

    private ImportFaqCommand(FaqKind kind) {
        super(kind);
        this.kind = kind;
    }

    @Override
    public Integer call() throws IOException {
        if (replace) {
            if (skipsBad()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--replace with --skip-bad would delete what it skips; leave one out");
            }
            kind.replace();
        }
        return super.call();
    }

    @Override
    boolean maySkipBad() {
        return !replace;
    }

    @Override
    boolean takesFolders() {
        return true;
    }

    @Override
    Outcome run(Job job) {
        var folder = Files.isDirectory(job.path());
        if (folder) {
            checkOptionsOfFolder();
        }
        var source = folder ? new MarkdownFolder(job.path()) : job.file();
        return new WholeImport<>(kind, source, job.options(), job.progress(), Long.MAX_VALUE)
                .load(
                        job.stores().forImports(),
                        job.account(),
                        Clock.tickMillis(ZoneOffset.UTC).instant(),
                        job.dryRun());
    }

    private void checkOptionsOfFolder() {
        // Only options on the command line are refused: a variable or the properties file may set these options for
        // imports of other files.
        for (var option : List.of("--map", "--map-file", "--charset", "--separator")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        option + ": a folder of Markdown files in UTF-8 does not take it; leave it out");
            }
        }
    }
}
