package dev.daybook.client.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.client.answer.PulledCustomers;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded jar has only the Hadoop classes that {@code pom.xml} names. Parquet must get by with them. */
public class ShadedHadoopTest {
    private static final Pattern INCLUDE = Pattern.compile("<include>(org/apache/hadoop/[^<]+)</include>");

    @TempDir
    private Path folder;

    @Test
    void parquetIsWrittenAndReadWithTheClassesInTheJar() throws Exception {
        var pom = Files.readString(Path.of("pom.xml"));
        var shipped = INCLUDE.matcher(pom)
                .results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
                .toList();
        assertFalse(shipped.isEmpty());
        try (var loader = new JarLoader(shipped)) {
            var count = loader.loadClass(ShadedHadoopTest.class.getName())
                    .getMethod("writeAndRead", Path.class)
                    .invoke(null, folder);
            assertEquals(PulledSamples.all().size(), count);
        }
    }

    /** Called within the loader; a class loaded outside it would be another. */
    public static int writeAndRead(Path folder) throws IOException {
        var format = new FormatOptions(
                        new PulledCustomers(),
                        FileType.PARQUET,
                        Content.RECORDS,
                        Compression.NONE,
                        Dates.VENDOR,
                        ZoneId.of("UTC"))
                .format();
        var pieces = folder.resolve("pieces");
        var target = folder.resolve("customers.parquet");
        Files.write(pieces, format.piece(PulledSamples.all()));
        format.finish(pieces, target);
        try (var records = WrittenFile.read(target, new PulledCustomers(), ZoneId.of("UTC"))) {
            return records.toList().size();
        }
    }

    private static final class JarLoader extends URLClassLoader {
        private final List<PathMatcher> shipped;

        JarLoader(List<PathMatcher> shipped) throws IOException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.shipped = shipped;
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
            if (name.startsWith("org.apache.hadoop.") && shipped.stream().noneMatch(one -> one.matches(path))) {
                throw new ClassNotFoundException(name + ", which the shaded jar does not have");
            }
            return super.findClass(name);
        }
    }
}
