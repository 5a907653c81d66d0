package dev.daybook.cli;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.cli.serve.ServeCommand;
import dev.daybook.cli.serve.ServerOptions;
import dev.daybook.domain.account.Account;
import dev.daybook.store.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code daybook config}: shows the settings, and checks whether a server would start with them. */
@Command(
        name = "config",
        description = "Show and check the settings that come from variables and from the file of --config.",
        subcommands = {ConfigCommand.Print.class, ConfigCommand.Check.class})
final class ConfigCommand extends HelpOption {
    private static final Set<String> SECRETS = Set.of("webhook-secret");
    private static final String HIDDEN = "(hidden)";

    /** Scheme, host and port of a webhook's URL. For many receivers the rest of the URL is a secret. */
    private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^/?#@]+(?=[/?#]|$)");

    private static final Pattern USER = Pattern.compile("(?s)^([^@]*?://)?.*@");

    /**
     * The defaults of some options of 'serve', by the names of the options. Picocli does not know these defaults,
     * because the program must see whether a person has set the option.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of("lame-duck", Integer.toString(ServerOptions.LAME_DUCK), "init-zone", Account.DEFAULT_ZONE.getId());

    private static Configuration configuration(CommandSpec spec) {
        return (Configuration) spec.root().commandLine().getDefaultValueProvider();
    }

    /** {@code daybook config print}. */
    @Command(
            name = "print",
            description =
                    "Print the settings of 'serve', and all other settings that have a value: name, value and the place"
                            + " that it comes from, separated by tabs. Secrets are hidden, as are the path of a"
                            + " webhook's URL and a name and password in any URL.",
            footer = {"", "Examples:", "  daybook config print", "  daybook config print --config daybook.properties"})
    static final class Print extends JsonCommand {
        @Override
        public Integer call() {
            var configuration = configuration(spec);
            var server = Configuration.options(Objects.requireNonNull(
                    spec.root().commandLine().getSubcommands().get("serve")));
            var listing = new Listing("settings", "name", "value", "source");
            Configuration.options(spec.root().commandLine()).forEach((name, option) -> {
                var source = configuration.source(option);
                if (source.isPresent() || server.containsKey(name)) {
                    listing.add(name, shown(name, configuration, option), source.orElse("default"));
                }
            });
            return print(listing);
        }

        private static String shown(String name, Configuration configuration, OptionSpec option) {
            try {
                return shown(name, configuration.value(option), option);
            } catch (IllegalArgumentException wrong) {
                // The other settings are still shown. In place of this value, the message is shown; it names the
                // source.
                return "(" + wrong.getMessage() + ")";
            }
        }

        private static String shown(String name, @Nullable String set, OptionSpec option) {
            if (set == null) {
                return option.defaultValue() == null ? DEFAULTS.getOrDefault(name, "") : option.defaultValue();
            }
            if (SECRETS.contains(name)) {
                return HIDDEN;
            }
            return switch (name) {
                case "database-url" -> DatabaseUrl.parse(set).toString();
                case "webhook-url" -> withoutPath(set);
                default -> option.type() == URI.class || set.contains("://") ? withoutUser(set) : set;
            };
        }

        /**
         * A URL in which the text between the scheme and the last @ is hidden, because it may be a name and a password.
         */
        private static String withoutUser(String url) {
            return USER.matcher(url).replaceFirst("$1" + HIDDEN + "@");
        }

        private static String withoutPath(String url) {
            var origin = ORIGIN.matcher(url);
            if (!origin.lookingAt()) {
                return HIDDEN;
            }
            var isAll = url.length() - origin.end() <= 1;
            return isAll ? url : origin.group() + "/" + HIDDEN;
        }
    }

    /** {@code daybook config check}. */
    @Command(
            name = "check",
            description = "Check the settings of 'serve' without starting it: names, values, their bounds and the files"
                    + " that they name. No database is opened, so --init-account is checked as for a first start. Warns"
                    + " if --host is no address of this machine.",
            footer = {
                "",
                "Example:",
                "  daybook config check --config daybook.properties",
                "",
                "Exit codes: 0 a server would start with these settings, 2 it would refuse them."
            })
    static final class Check extends HelpOption implements Callable<Integer> {
        @Override
        public Integer call() {
            var serve = new ServeCommand();
            var command = new CommandLine(serve);
            command.setCaseInsensitiveEnumValuesAllowed(true);
            command.registerConverter(Path.class, WrongUsage::path);
            command.setDefaultValueProvider(configuration(spec));
            try {
                command.parseArgs();
            } catch (CommandLine.ParameterException wrong) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), wrong.getMessage(), wrong, wrong.getArgSpec(), wrong.getValue());
            }
            serve.check().ifPresent(warning -> err().println("daybook: warning: " + warning));
            err().println("The settings are in order.");
            return DONE;
        }
    }
}
