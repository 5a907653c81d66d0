package dev.daybook.cli.operate;

import dev.daybook.cli.option.JsonCommand;
import dev.daybook.server.BuildVersion;
import dev.daybook.wire.json.CommandJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code daybook version}: prints the version of this build. */
@Command(name = "version", description = "Print the version, the commit it was built from, and the Java it runs on.")
public final class VersionCommand extends JsonCommand {
    @Override
    public Integer call() {
        var build = BuildVersion.read();
        out().println(
                        isJson()
                                ? new CommandJson()
                                        .with("version", build.version())
                                        .with("commit", build.commit())
                                        .with("java", System.getProperty("java.version"))
                                : text(build));
        return DONE;
    }

    private static String text(BuildVersion build) {
        return "daybook " + build.version() + " (commit " + build.commit() + ", Java "
                + System.getProperty("java.version") + ")";
    }

    /** Supplies the output of {@code daybook --version}. */
    public static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text(BuildVersion.read())};
        }
    }
}
