package dev.daybook.backup;

import com.github.luben.zstd.Zstd;
import dev.daybook.domain.OwnersOnly;
import dev.daybook.domain.Sha256;
import dev.daybook.store.backup.StoredTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writer of an archive, which is a tar file. First come the parts: each has rows of one table as JSON lines, and is
 * compressed on its own. Then come the manifest and, last, the manifest's digest.
 */
final class ArchiveWriter implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String MANIFEST_DIGEST = "manifest.sha256";

    /** Length in bytes of the two blocks of zeros that end a tar file. */
    static final int END = 2 * TarHeader.BLOCK;

    /** Uncompressed size in bytes at which a part ends. It is small, because a reader holds a whole part in memory. */
    private static final int PART_BYTES = 8 << 20;

    private static final int LEVEL = 3;

    private final FileChannel file;
    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    ArchiveWriter(Path file) throws IOException {
        this.file = OwnersOnly.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** Writes the rows of a table. */
    final class Rows implements AutoCloseable {
        private final StoredTable table;
        private int number;
        private long rows;

        Rows(StoredTable table) {
            this.table = table;
        }

        void add(@Nullable Object[] row) {
            if (rows == 0) {
                line(ArchiveJson.head(table));
            }
            line(ArchiveJson.row(row));
            rows++;
            if (lines.size() >= PART_BYTES) {
                close();
            }
        }

        private void line(byte[] json) {
            lines.writeBytes(json);
            lines.write('\n');
        }

        /** Writes the rows that were added since the last part, if any, as a new part of the archive. */
        @Override
        public void close() {
            if (rows > 0) {
                var compressed = Zstd.compress(lines.toByteArray(), LEVEL);
                var name = Part.name(table.name(), ++number);
                parts.add(new Part(name, table.name(), rows, compressed.length, Sha256.hex(compressed)));
                entry(name, compressed);
                lines.reset();
                rows = 0;
            }
        }
    }

    Rows rows(StoredTable table) {
        return new Rows(table);
    }

    /**
     * Writes the manifest, its digest and the end of the tar file, and waits until all is on disk.
     *
     * @param manifest makes the manifest from the list of all parts
     */
    Manifest finish(Function<List<Part>, Manifest> manifest) throws IOException {
        var written = manifest.apply(parts);
        var json = ArchiveJson.manifest(written);
        entry(MANIFEST, json);
        entry(MANIFEST_DIGEST, digestLine(json));
        write(new byte[END]);
        file.force(true);
        return written;
    }

    /** The manifest's digest as the program {@code sha256sum} reads it. */
    static byte[] digestLine(byte[] manifest) {
        return (Sha256.hex(manifest) + "  " + MANIFEST + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void entry(String name, byte[] content) {
        write(new TarHeader(name, content.length).bytes());
        write(content);
        write(new byte[TarHeader.padding(content.length)]);
    }

    private void write(byte[] bytes) {
        try {
            Channels.newOutputStream(file).write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
