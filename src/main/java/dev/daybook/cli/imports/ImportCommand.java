package dev.daybook.cli.imports;

import dev.daybook.cli.option.HelpOption;
import picocli.CommandLine.Command;

/** {@code daybook import}: imports records from files of other programs or people. */
@Command(
        name = "import",
        description = "Import records from files.",
        subcommands = {
            ImportCustomersCommand.class,
            ImportTicketsCommand.class,
            ImportOrdersCommand.class,
            ImportFaqCommand.class,
            ImportListCommand.class,
            ImportRemoveCommand.class
        })
public final class ImportCommand extends HelpOption {}
