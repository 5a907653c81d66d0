package dev.daybook.kit;

import dev.daybook.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of a JVM with the classes of this one, for tests that start processes, which takes most of their
 * time. The classes of the libraries come from an archive (class data sharing): a command takes a quarter less processor
 * time with it. It is made once per build.
 */
public final class JavaCommand {
    /** The classes that Daybook loads, from {@code release/}. */
    private static final Path CLASSES = Path.of("release", "classes.txt");

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** The archive is valid for a class path that begins with the one it was made with. */
    private static final String LIBRARIES = entries(true);

    /** The class path with absolute paths, libraries first. */
    private static final String CLASS_PATH = LIBRARIES + File.pathSeparator + entries(false);

    /** The folder of the build. */
    private static final Path BUILT = Path.of(URI.create(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()))
            .getParent();

    private static final Path ARCHIVE = archive();

    private JavaCommand() {}

    /** The command, to be continued with options of the JVM, or with a main class and its arguments. */
    public static List<String> of(String... more) {
        var command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                // A process that is killed leaves SQLite's library there.
                "-Dorg.sqlite.tmpdir=" + BUILT,
                "-cp",
                CLASS_PATH));
        command.addAll(List.of(more));
        return command;
    }

    /** The command that runs Daybook, to be continued with its arguments. */
    public static List<String> daybook(String... arguments) {
        var command = of(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String entries(boolean libraries) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> Files.isRegularFile(entry) == libraries)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The JVMs of a build make it only once. If it cannot be made, the processes go without it, and more slowly. */
    private static Path archive() {
        var archive = BUILT.resolve("libraries-" + Integer.toHexString(LIBRARIES.hashCode()) + ".jsa");
        try (var lock = FileChannel.open(
                        BUILT.resolve("libraries.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            var part = BUILT.resolve("libraries.part");
            if (held.isValid() && !Files.exists(archive) && dump(part).waitFor() == 0) {
                Files.move(part, archive);
            }
            return archive;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Process dump(Path archive) throws IOException {
        return new ProcessBuilder(
                        JAVA,
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + CLASSES,
                        "-XX:SharedArchiveFile=" + archive,
                        "-cp",
                        LIBRARIES)
                .redirectErrorStream(true)
                .redirectOutput(BUILT.resolve("libraries.log").toFile())
                .start();
    }
}
