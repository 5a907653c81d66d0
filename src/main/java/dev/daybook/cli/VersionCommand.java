package dev.daybook.cli;

import dev.daybook.cli.option.BuildVersion;
import dev.daybook.cli.option.HelpOption;
import picocli.CommandLine.Command;

/** {@code daybook version}: prints the version of this build. */
@Command(name = "version", description = "Print the version, the commit it was built from, and the Java it runs on.")
final class VersionCommand extends HelpOption {
    @Override
    public void run() {
        var build = BuildVersion.read();
        spec.commandLine()
                .getOut()
                .printf(
                        "daybook %s (commit %s, Java %s)%n",
                        build.version(), build.commit(), System.getProperty("java.version"));
    }
}
