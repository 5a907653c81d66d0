package dev.daybook.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build.
 *
 * @param version the version of the program
 * @param commit the commit it was built from
 */
public record BuildVersion(String version, String commit) {
    /** Reads the version from the jar. */
    public static BuildVersion read() {
        var build = new Properties();
        try (var file = BuildVersion.class.getResourceAsStream("/daybook-version.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new BuildVersion(build.getProperty("version", "unknown"), build.getProperty("commit", "unknown"));
    }
}
