package dev.daybook.cli;

import dev.daybook.cli.option.HelpOption;
import picocli.CommandLine.Command;

/** {@code daybook import}: what other programs or people kept, from files. */
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
final class ImportCommand extends HelpOption {}
