package dev.daybook.cli.operate;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook man}: prints manual pages, or writes them into a folder. */
@Command(
        name = "man",
        description = "Print the manual page of a command, for the program man.",
        footer = {
            "",
            "Examples:",
            "  daybook man key create | man -l -",
            "  daybook man --all-pages /usr/local/share/man/man1"
        })
public final class ManCommand extends HelpOption implements Callable<Integer> {
    @Option(
            names = "--all-pages",
            paramLabel = "FOLDER",
            description = "Write the pages of all commands into a folder.")
    private @Nullable Path all;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The words of a command; none for all of them.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        if (all != null) {
            if (!Files.isDirectory(all)) {
                throw new IllegalArgumentException("--all-pages: there is no folder " + all + "; create it first");
            }
            write(spec.root().commandLine(), all);
            return DONE;
        }
        var command = spec.root().commandLine();
        for (var word : words) {
            var next = command.getSubcommands().get(word);
            if (next == null) {
                throw new IllegalArgumentException("there is no command " + String.join(" ", words));
            }
            command = next;
        }
        out().print(new ManPage(command).text());
        return DONE;
    }

    private static void write(CommandLine command, Path folder) {
        var page = new ManPage(command);
        var file = folder.resolve(page.name() + ".1");
        try {
            Files.writeString(file, page.text());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file + ": " + FileReason.of(file, failure), failure);
        }
        command.getSubcommands().values().stream().distinct().forEach(sub -> write(sub, folder));
    }
}
