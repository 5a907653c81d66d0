package dev.daybook.domain.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** Reads files in the jar: those that the web servers send, and those with properties. */
public final class JarFiles {
    private JarFiles() {}

    /**
     * The content of a file in the jar.
     *
     * @throws IllegalStateException if the jar lacks it
     */
    public static byte[] read(String path) {
        try (var file = JarFiles.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + path);
            }
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * The properties that the build wrote, such as {@code version}, {@code commit} and the versions of web libraries.
     */
    public static Properties build() {
        return properties("/daybook-version.properties");
    }

    /** The properties in a UTF-8 file in the jar. */
    public static Properties properties(String path) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(new String(read(path), StandardCharsets.UTF_8)));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return properties;
    }

    /** Compresses content with gzip. */
    public static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
