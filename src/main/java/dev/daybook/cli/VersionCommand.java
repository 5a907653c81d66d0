package dev.daybook.cli;

import dev.daybook.cli.option.HelpOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;

/** {@code daybook version}: which build this is. */
@Command(name = "version", description = "Print the version, the commit it was built from, and the Java it runs on.")
final class VersionCommand extends HelpOption {
    @Override
    public void run() {
        var build = new Properties();
        try (var file = VersionCommand.class.getResourceAsStream("/daybook-version.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "daybook %s (commit %s, Java %s)%n",
                        build.getProperty("version", "unknown"),
                        build.getProperty("commit", "unknown"),
                        System.getProperty("java.version"));
    }
}
