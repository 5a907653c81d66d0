package dev.daybook.cli;

import picocli.CommandLine.Command;

/** {@code daybook import}: what other programs kept, from files. */
@Command(
        name = "import",
        description = "Import records from a file.",
        subcommands = {ImportCustomersCommand.class, ImportTicketsCommand.class, ImportOrdersCommand.class})
final class ImportCommand extends HelpOption {}
