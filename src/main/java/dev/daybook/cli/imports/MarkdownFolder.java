package dev.daybook.cli.imports;

import dev.daybook.domain.Problem;
import dev.daybook.wire.FileRow;
import dev.daybook.wire.faq.FaqRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder of Markdown files, each an entry of the FAQ: the folders that it is in are its categories, its first heading is
 * its title, or its name without one, and the rest is its detail. Its path within the folder is its code, so that it is
 * found again when its title has changed.
 *
 * @param path the folder
 */
public record MarkdownFolder(Path path) implements RowSource {
    @Override
    public Rows open(Progress progress) throws IOException {
        try (var files = Files.walk(path)) {
            var entries = files.filter(this::isEntry)
                    .map(path::relativize)
                    .sorted(Comparator.comparing(MarkdownFolder::name))
                    .toList();
            return new Entries(entries.iterator());
        }
    }

    /** Whether it is a Markdown file, and neither it nor a folder that it is in is hidden. */
    private boolean isEntry(Path file) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".md") && !name.endsWith(".markdown")) {
            return false;
        }
        for (var part : path.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return Files.isRegularFile(file);
    }

    private static String name(Path file) {
        return file.toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private final class Entries implements Rows {
        private final Iterator<Path> files;

        Entries(Iterator<Path> files) {
            this.files = files;
        }

        @Override
        public String placeName() {
            return "file";
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public boolean hasNext() {
            return files.hasNext();
        }

        @Override
        public Row next() {
            var file = files.next();
            return new Row(name(file), List.of(), () -> FileRow.ofTexts(texts(file)));
        }

        @Override
        public void close() {
            // Each file is closed once it is read.
        }
    }

    private Map<String, String> texts(Path file) {
        var folder = file.getParent();
        if (folder == null) {
            throw Problem.INVALID_VALUE.because("expected a folder around it, which is its category");
        }
        var text = MarkdownText.of(read(path.resolve(file)));
        var name = file.getFileName().toString();
        return Map.of(
                "code",
                name(file),
                "category",
                name(folder).replace("/", FaqRow.WITHIN),
                "title",
                text.title().isEmpty() ? name.substring(0, name.lastIndexOf('.')) : text.title(),
                "detail",
                text.rest());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException other) {
            throw Problem.INVALID_VALUE.because("it is not UTF-8", other);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
