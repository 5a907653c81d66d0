package dev.daybook.client.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parquet works with the shaded jar. The jar contains only some classes of Hadoop, JTS and fastutil: those that the
 * filters of {@code pom.xml} keep.
 */
@Tag("jdk")
public class ShadedHadoopTest {
    private static final Pattern INCLUDE =
            Pattern.compile("<include>(org/(?:apache/hadoop|locationtech)/[^<]+)</include>");

    private static final Pattern EXCLUDE = Pattern.compile("<exclude>(shaded/parquet/[^<]+)</exclude>");

    @TempDir
    private Path folder;

    @Test
    void parquetIsWrittenAndReadWithTheClassesInTheJar() throws Exception {
        var pom = Files.readString(Path.of("pom.xml"));
        var shipped = globs(INCLUDE, pom);
        var left = globs(EXCLUDE, pom);
        assertFalse(shipped.isEmpty());
        assertFalse(left.isEmpty());
        try (var loader = new JarLoader(shipped, left)) {
            var count = loader.loadClass(ShadedHadoopTest.class.getName())
                    .getMethod("writeAndRead", Path.class)
                    .invoke(null, folder);
            assertEquals(
                    PulledSamples.all().size()
                            + PulledSamples.tickets().size()
                            + PulledSamples.orders().size(),
                    count);
        }
    }

    private static List<PathMatcher> globs(Pattern element, String pom) {
        return element.matcher(pom)
                .results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
                .toList();
    }

    /**
     * Writes and reads Parquet files of each kind, and returns the number of records. It must be called on the class
     * that the loader of the jar has loaded: on the test's own class, it would use classes that the jar lacks.
     */
    public static int writeAndRead(Path folder) throws IOException {
        return writeAndRead(folder, PulledKind.CUSTOMERS, PulledSamples.all())
                + writeAndRead(folder, PulledKind.TICKETS, PulledSamples.tickets())
                + writeAndRead(folder, PulledKind.ORDERS, PulledSamples.orders());
    }

    private static int writeAndRead(Path folder, PulledKind kind, List<PulledRecord> records) throws IOException {
        var zone = ZoneId.of("UTC");
        var format = new FormatOptions(
                        kind, FileType.PARQUET, Content.RECORDS, Compression.NONE, Dates.VENDOR, zone, false)
                .format();
        var pieces = folder.resolve("pieces");
        var target = folder.resolve(kind.plural() + ".parquet");
        Files.write(pieces, format.piece(records));
        format.finish(pieces, target);
        try (var read = WrittenFile.read(target, kind, zone, Long.MAX_VALUE)) {
            return read.toList().size();
        }
    }

    private static final class JarLoader extends URLClassLoader {
        private final List<PathMatcher> shipped;
        private final List<PathMatcher> left;

        JarLoader(List<PathMatcher> shipped, List<PathMatcher> left) throws IOException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.shipped = shipped;
            this.left = left;
        }

        private static URL[] classPath() throws IOException {
            var urls = new ArrayList<URL>();
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var path = Path.of(name.replace('.', '/') + ".class");
            var named = name.startsWith("org.apache.hadoop.") || name.startsWith("org.locationtech.");
            if (left.stream().anyMatch(one -> one.matches(path))
                    || (named && shipped.stream().noneMatch(one -> one.matches(path)))) {
                throw new ClassNotFoundException(name + ", which the shaded jar does not have");
            }
            return super.findClass(name);
        }
    }
}
