package dev.daybook.cli;

import dev.daybook.store.DatabaseUrl;
import java.util.HashMap;
import picocli.CommandLine;

/** Reads arbitrary text as settings. */
public final class ConfigurationFuzz {
    @CommandLine.Command(name = "fuzz")
    private static final class Command {
        @CommandLine.Option(names = "--database-url")
        private String url = "";

        @Override
        public String toString() {
            return url;
        }
    }

    private ConfigurationFuzz() {}

    /** Reads each line as a variable of the environment, and the text as the URL of a database. */
    public static void read(String text) {
        var environment = new HashMap<String, String>();
        text.lines().forEach(line -> {
            var equals = line.indexOf('=');
            environment.put("DAYBOOK_" + (equals < 0 ? line : line.substring(0, equals)), line.substring(equals + 1));
        });
        environment.keySet().removeIf(name -> name.endsWith("_FILE") || name.equals("DAYBOOK_CONFIG"));
        try {
            var command = new CommandLine(new Command());
            Configuration.load(command, () -> command, environment);
        } catch (IllegalArgumentException refusal) {
            // Such a refusal is documented.
        }
        try {
            DatabaseUrl.parse(text);
        } catch (IllegalArgumentException refusal) {
            // Such a refusal is documented.
        }
    }
}
