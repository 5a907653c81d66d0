package dev.daybook.server;

import dev.daybook.domain.request.JarFiles;

/**
 * The version of this build.
 *
 * @param version the version of the program
 * @param commit the commit it was built from
 */
public record BuildVersion(String version, String commit) {
    /** Reads the version from the jar. */
    public static BuildVersion read() {
        var build = JarFiles.build();
        return new BuildVersion(build.getProperty("version", "unknown"), build.getProperty("commit", "unknown"));
    }
}
