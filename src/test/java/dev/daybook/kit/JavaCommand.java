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
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of a JVM with the classes of this one, for tests that spend most of their time starting processes.
 * Classes of the libraries and of Daybook come from an archive (class data sharing), which is made once per build. The
 * classes of the tests are left out: their log settings alone take a quarter of a second to read. Together this saves a
 * third of the processor time of a command.
 */
public final class JavaCommand {
    /** The file with the names of the classes that Daybook loads. */
    private static final Path LIST = Path.of("release", "classes.txt");

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** The folder of Daybook's classes. */
    private static final Path CLASSES = Path.of(URI.create(
            Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));

    /** The folder of the build. */
    private static final Path BUILT = CLASSES.getParent();

    /** Distinguishes the JVM and the libraries of this build from those of other builds in the same folder. */
    private static final String KIND = Integer.toHexString(
            (System.getProperty("java.vm.version") + System.getProperty("java.class.path")).hashCode());

    /** Distinguishes Daybook's current classes from those of an earlier compilation. */
    private static final String STATE = KIND + "-" + compiled();

    /** A jar of Daybook's classes, because class data sharing cannot archive classes in a folder. */
    private static final Path OWN = BUILT.resolve("own-" + STATE + ".jar");

    /**
     * The class path for which the archive is made. The archive also works for every class path that begins with this
     * one.
     */
    private static final String ARCHIVED = entries(Files::isRegularFile) + File.pathSeparator + OWN;

    private static final String WITH_TESTS =
            ARCHIVED + File.pathSeparator + entries(entry -> !Files.isRegularFile(entry) && !entry.equals(CLASSES));

    private static final Path ARCHIVE = archive();

    private JavaCommand() {}

    /**
     * The command of a JVM with Daybook's classes, followed by {@code more}: options of the JVM, a main class, its
     * arguments.
     */
    public static List<String> of(String... more) {
        return command(ARCHIVED, more);
    }

    /**
     * The command of a JVM with the classes of Daybook and of the tests, followed by {@code more}: options of the JVM,
     * a main class, its arguments.
     */
    public static List<String> withTests(String... more) {
        return command(WITH_TESTS, more);
    }

    private static List<String> command(String classPath, String... more) {
        var command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-cp",
                classPath));
        command.addAll(List.of(more));
        return command;
    }

    /** The command that runs Daybook with these arguments. */
    public static List<String> daybook(String... arguments) {
        var command = of(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String entries(Predicate<Path> wanted) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(wanted)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A digest of when Daybook's classes were compiled. */
    private static String compiled() {
        try (var files = Files.walk(CLASSES)) {
            var times = files.map(file -> file.toFile().lastModified()).sorted().toList();
            return Integer.toHexString(times.hashCode());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Makes the archive of classes, once for all JVMs of a build. If this fails, the processes start without an
     * archive, more slowly. Returns the path of the archive.
     */
    @SuppressWarnings("try") // the lock is held while both are made
    private static Path archive() {
        var archive = BUILT.resolve("classes-" + STATE + ".jsa");
        try (var lock = FileChannel.open(
                        BUILT.resolve("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var unused = lock.lock()) {
            if (!Files.exists(OWN)) {
                removeEarlier();
                pack();
            }
            var part = BUILT.resolve("classes.part");
            if (!Files.exists(archive) && dump(part).waitFor() == 0) {
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

    /** Removes the jars and archives of earlier compilations, a hundred megabytes for each. */
    private static void removeEarlier() throws IOException {
        try (var earlier = Files.newDirectoryStream(BUILT, "{own,classes}-" + KIND + "-*")) {
            for (var file : earlier) {
                Files.delete(file);
            }
        }
    }

    private static void pack() throws IOException {
        var part = BUILT.resolve("own.part");
        var jar = ToolProvider.findFirst("jar").orElseThrow();
        var made = jar.run(System.out, System.err, "cf0", part.toString(), "-C", CLASSES.toString(), ".");
        if (made != 0) {
            throw new IllegalStateException("no jar of " + CLASSES);
        }
        Files.move(part, OWN);
    }

    private static Process dump(Path archive) throws IOException {
        return new ProcessBuilder(
                        JAVA,
                        "-Xshare:dump",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + LIST,
                        "-XX:SharedArchiveFile=" + archive,
                        "-cp",
                        ARCHIVED)
                .redirectErrorStream(true)
                .redirectOutput(BUILT.resolve("classes.log").toFile())
                .start();
    }
}
