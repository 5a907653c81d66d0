package dev.daybook.imports.file;

import dev.daybook.domain.Problem;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.message.LocaleText;
import dev.daybook.wire.faq.FaqRow;
import dev.daybook.wire.row.FileRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Folder of Markdown files, each an entry of the FAQ. The folders around a file are its categories. The file's first
 * heading, or its name if it has none, is the title; the rest is the detail. The file's path within the folder is the
 * code, by which an entry is found after its title has changed. Values in the YAML front matter take precedence; if it
 * has a title, the heading stays in the detail.
 *
 * @param path the folder
 */
public record MarkdownFolder(Path path) implements RowSource {
    @Override
    public Rows open(UnaryOperator<InputStream> watch) throws IOException {
        // The folder itself may be a symbolic link, which Files.walk would not follow.
        var root = path.toRealPath();
        try (var files = Files.walk(root)) {
            var entries = files.filter(file -> isEntry(root, file))
                    .map(root::relativize)
                    .sorted(Comparator.comparing(MarkdownFolder::code))
                    .toList();
            return new Entries(entries.iterator());
        }
    }

    /**
     * Whether a path is an entry: a Markdown file or certain symbolic links. A link counts if it points to a folder or
     * has the name of a Markdown file, so that it is refused with a message when it is read, instead of being left out
     * silently. Hidden files and files in hidden folders are no entries.
     */
    private static boolean isEntry(Path root, Path file) {
        for (var part : root.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        if (Files.isSymbolicLink(file) && Files.isDirectory(file)) {
            return true;
        }
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".md") || name.endsWith(".markdown"))
                && (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file));
    }

    private static String name(Path file) {
        return file.toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static String code(Path file) {
        return FaqChange.composed(name(file));
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
            return new Row(name(file), List.of(), () -> FileRow.ofTexts(texts(file)), "");
        }

        @Override
        public void close() {
            // No file is open: each one is closed as soon as it is read.
        }
    }

    private Map<String, String> texts(Path file) {
        if (Files.isSymbolicLink(path.resolve(file))) {
            throw Problem.INVALID_VALUE.because(
                    "it is a symbolic link, which may lead out of the folder; links are not" + " followed");
        }
        var code = code(file);
        // Java reads also a file whose name it could not decode: its path keeps the original bytes.
        if (LocaleText.isDamaged(code)) {
            throw Problem.INVALID_VALUE.because("its path " + LocaleText.DAMAGED + ", or rename it");
        }
        if (code.length() > FaqRow.MAX_CODE) {
            throw Problem.INVALID_VALUE.because("its path has " + code.length() + " characters, expected at most "
                    + FaqRow.MAX_CODE + "; shorten the names of the file and its folders");
        }
        var text = MarkdownText.of(read(path.resolve(file)));
        var name = file.getFileName().toString();
        var texts = new HashMap<String, String>();
        texts.put("code", code);
        texts.put("title", text.heading().isEmpty() ? name.substring(0, name.lastIndexOf('.')) : text.heading());
        texts.put("detail", text.fields().containsKey("title") ? text.body() : text.rest());
        if (file.getParent() != null) {
            texts.put("category", name(file.getParent()).replace("/", FaqRow.WITHIN));
        }
        texts.putAll(text.fields());
        if (!texts.containsKey("category")) {
            throw Problem.INVALID_VALUE.because(
                    "expected a folder around it, which is its category, or a category in its front matter");
        }
        return texts;
    }

    private static String read(Path file) {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException other) {
            throw Problem.INVALID_VALUE.because("it is not UTF-8", other);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
