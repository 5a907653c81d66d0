package dev.daybook.cli;

import dev.daybook.cli.operate.VersionCommand;
import dev.daybook.cli.option.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program itself, without its commands: {@link Main} has them. */
@Command(
        name = "daybook",
        versionProvider = VersionCommand.Provider.class,
        description = "A self-hosted server that speaks Kapture CRM's public HTTP API, and its tools.",
        footer = {
            "",
            "Every option can also be set",
            "  by an environment variable, --database-url by DAYBOOK_DATABASE_URL,",
            "    or by DAYBOOK_DATABASE_URL_FILE, a file that holds the value;",
            "  by a properties file that --config FILE or DAYBOOK_CONFIG names:",
            "    database-url=...",
            "An option on the command line overrides a variable, and a variable overrides",
            "the properties file.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage; 'daybook pull', 'verify',",
            "'check' and 'import' have more.",
            "",
            "Examples:",
            "  daybook demo",
            "  daybook account create --cm-id 1000298 --name 'Example Traders'",
            "  daybook key create --cm-id 1000298",
            "  daybook serve"
        })
class Program extends HelpOption {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;
}
