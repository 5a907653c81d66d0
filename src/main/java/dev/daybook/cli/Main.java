package dev.daybook.cli;

import dev.daybook.cli.account.AccountCommand;
import dev.daybook.cli.account.AdminKeyCommand;
import dev.daybook.cli.account.CustomerCommand;
import dev.daybook.cli.account.KeyCommand;
import dev.daybook.cli.account.WebhookCommand;
import dev.daybook.cli.backup.BackupCommand;
import dev.daybook.cli.backup.RestoreCommand;
import dev.daybook.cli.backup.RestoredCommand;
import dev.daybook.cli.check.CheckCommand;
import dev.daybook.cli.demo.DemoCommand;
import dev.daybook.cli.imports.ImportCommand;
import dev.daybook.cli.operate.CompletionCommand;
import dev.daybook.cli.operate.DoctorCommand;
import dev.daybook.cli.operate.ExplainCommand;
import dev.daybook.cli.operate.ManCommand;
import dev.daybook.cli.operate.ReadyCommand;
import dev.daybook.cli.operate.RerenderCommand;
import dev.daybook.cli.operate.VersionCommand;
import dev.daybook.cli.option.CommandFailure;
import dev.daybook.cli.option.Logging;
import dev.daybook.cli.pull.PullCommand;
import dev.daybook.cli.pull.VerifyCommand;
import dev.daybook.cli.serve.ServeCommand;
import dev.daybook.cli.user.UserCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code daybook}, with a command for each task. */
@Command(
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            AccountCommand.class,
            KeyCommand.class,
            AdminKeyCommand.class,
            UserCommand.class,
            CustomerCommand.class,
            ImportCommand.class,
            PullCommand.class,
            VerifyCommand.class,
            CheckCommand.class,
            WebhookCommand.class,
            DoctorCommand.class,
            ReadyCommand.class,
            ConfigCommand.class,
            ExplainCommand.class,
            RerenderCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RestoredCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main extends Program {
    /** Commands that need the definitions of all commands and their options. */
    private static final Set<String> READ_ALL = Set.of("completion", "config", "help", "man");

    private Main() {}

    /** Runs a command and exits with its exit code. */
    public static void main(String[] arguments) {
        // Otherwise numbers would have the digits of the user's language, which SQL and other formats do not allow.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        var code = runAsStarted(arguments);
        if (code != DONE) {
            System.exit(code);
        }
    }

    private static int runAsStarted(String... arguments) {
        try {
            Arguments.check(System.getenv(), System.getProperty("user.dir"));
            return run(System.getenv(), Arguments.decoded(arguments));
        } catch (IllegalArgumentException damaged) {
            System.err.println("daybook: " + damaged.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (RuntimeException | Error failure) {
            if (!isOfMemory(failure)) {
                throw failure;
            }
            System.err.println("daybook: Java has too little memory; give it more with DAYBOOK_JAVA_OPTS=-Xmx1g"
                    + " (in a container: JDK_JAVA_OPTIONS)");
            return FAILED;
        }
    }

    /**
     * Whether the cause is a lack of memory. A class whose initialization failed for lack of memory fails again at each
     * later use, with another error. That error has the name of {@link OutOfMemoryError} only in its message.
     */
    private static boolean isOfMemory(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    || String.valueOf(cause.getMessage()).contains(OutOfMemoryError.class.getName())) {
                return true;
            }
        }
        return false;
    }

    /** Runs a command with this environment and returns its exit code. */
    static int run(Map<String, String> environment, String... arguments) {
        return run(
                environment,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** Runs a command with this environment and these output streams, and returns its exit code. */
    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... typed) {
        var arguments = Arguments.ofHelp(typed);
        var command = commandLine(arguments);
        command.setOut(out);
        command.setErr(err);
        command.setUsageHelpAutoWidth(true);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.registerConverter(Path.class, WrongUsage::path);
        // Picocli would replace an argument such as @ops, which may be a label, by the content of the file ops.
        command.setExpandAtFiles(false);
        command.setExecutionStrategy(Main::execute);
        command.setExecutionExceptionHandler((failure, failed, result) -> CommandFailure.print(failure, failed));
        try {
            var configuration = Configuration.load(command, Main::whole, environment, arguments);
            command.setDefaultValueProvider(configuration);
            command.setParameterExceptionHandler(new WrongUsage(configuration));
        } catch (IllegalArgumentException wrong) {
            command.getErr().println("daybook: " + wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        var code = command.execute(arguments);
        if (command.getOut().checkError()) {
            command.getErr().println("daybook: standard output could not be written; what was to be there is lost");
            return code == DONE ? FAILED : code;
        }
        return code;
    }

    private static CommandLine whole() {
        return new CommandLine(new Main());
    }

    /**
     * The program with as many of its commands as these arguments need. Reading the definitions of all commands takes
     * several times as long as a short command.
     */
    private static CommandLine commandLine(String... arguments) {
        var first = arguments.length == 0 ? "" : arguments[0];
        var help = arguments.length == 1 && (first.equals("--help") || first.equals("-h"));
        if (!help && (first.isEmpty() || first.startsWith("-") || READ_ALL.contains(first))) {
            return whole();
        }
        var program = new CommandLine(new Program());
        for (var type : Main.class.getAnnotation(Command.class).subcommands()) {
            var command = type.getAnnotation(Command.class);
            if (help) {
                program.addSubcommand(command.name(), outline(command));
            } else if (command.name().equals(first)) {
                // With addSubcommand(type), picocli would not run the command's model transformer.
                return program.addSubcommand(new CommandLine(type));
            }
        }
        return help ? program : whole();
    }

    /** A command without its options. The program's list of commands shows only the name and the description. */
    private static CommandSpec outline(Command command) {
        var outline = CommandSpec.create();
        outline.usageMessage().header(command.header()).description(command.description());
        return outline;
    }

    /** Prints help if it is requested, without setting up the log; otherwise runs the command. */
    private static int execute(CommandLine.ParseResult parsed) {
        var helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        Logging.quiet();
        return new CommandLine.RunLast().execute(parsed);
    }
}
