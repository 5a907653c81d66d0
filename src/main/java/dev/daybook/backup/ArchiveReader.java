package dev.daybook.backup;

import com.github.luben.zstd.Zstd;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Sha256;
import dev.daybook.store.backup.StoredTable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reader of an archive. The constructor verifies every byte. Digests cover the manifest and the parts. Each of the
 * remaining bytes, such as those of the tar headers, has only one valid value. Not thread-safe: reads share the
 * position of the file.
 */
final class ArchiveReader implements AutoCloseable {
    /** The longest array that every Java virtual machine can allocate. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final FileChannel file;
    private final Map<String, Long> places = new HashMap<>();
    private final Manifest manifest;

    /**
     * Opens an archive and verifies all of it.
     *
     * @throws ProblemException INVALID_VALUE if the archive is damaged, incomplete or of another format
     */
    ArchiveReader(Path path) throws IOException {
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            this.manifest = verified();
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    private Manifest verified() throws IOException {
        try {
            var entries = entries();
            var count = entries.size();
            if (count < 2
                    || !entries.get(count - 2).name().equals(ArchiveWriter.MANIFEST)
                    || !entries.get(count - 1).name().equals(ArchiveWriter.MANIFEST_DIGEST)) {
                throw refused("it has no manifest at its end");
            }
            var json = content(entries.get(count - 2));
            if (!Arrays.equals(content(entries.get(count - 1)), ArchiveWriter.digestLine(json))) {
                throw refused("the digest of its manifest is wrong");
            }
            var read = ArchiveJson.manifest(json);
            if (read.format() != Manifest.FORMAT) {
                throw refused("it has format " + read.format() + ", and this Daybook reads format " + Manifest.FORMAT);
            }
            var named = read.parts().stream()
                    .map(part -> new TarHeader(part.name(), part.size()))
                    .toList();
            if (!named.equals(entries.subList(0, count - 2))) {
                throw refused("its files are not those of its manifest");
            }
            for (var part : read.parts()) {
                verify(part);
            }
            return read;
        } catch (EOFException end) {
            throw refused("it ends too early");
        } catch (JacksonException unreadable) {
            throw refused("its manifest cannot be read");
        }
    }

    /** Reads all headers, and records where the content of each file begins. */
    private List<TarHeader> entries() throws IOException {
        var entries = new ArrayList<TarHeader>();
        var at = 0L;
        var length = file.size();
        while (length - at > ArchiveWriter.END) {
            var place = at;
            var header = TarHeader.read(bytes(at, TarHeader.BLOCK))
                    .orElseThrow(() -> refused(
                            place == 0 ? "it is no backup of Daybook, or damaged" : "damaged at byte " + place));
            at += TarHeader.BLOCK;
            places.put(header.name(), at);
            at += header.size();
            zeros(at, TarHeader.padding(header.size()));
            at += TarHeader.padding(header.size());
            entries.add(header);
        }
        if (length - at != ArchiveWriter.END) {
            throw refused(at == 0 ? "it is no backup of Daybook, or only the beginning of one" : "it ends too early");
        }
        zeros(at, ArchiveWriter.END);
        return entries;
    }

    private void zeros(long at, int count) throws IOException {
        for (var each : bytes(at, count)) {
            if (each != 0) {
                throw refused("damaged behind byte " + at);
            }
        }
    }

    private void verify(Part part) throws IOException {
        var compressed = content(new TarHeader(part.name(), part.size()));
        if (!Sha256.hex(compressed).equals(part.sha256())) {
            throw refused("the digest of " + part.name() + " is wrong");
        }
        var lines = 0L;
        for (var each : decompressed(part.name(), compressed)) {
            lines += each == '\n' ? 1 : 0;
        }
        if (lines != part.rows() + 1) {
            throw refused(part.name() + " has " + (lines - 1) + " rows, not " + part.rows());
        }
    }

    /** The rows of a part, with values in the order of the table's columns. */
    List<@Nullable Object[]> rows(Part part, StoredTable table) throws IOException {
        return ArchiveJson.rows(decompressed(part.name(), content(new TarHeader(part.name(), part.size()))), table);
    }

    private byte[] decompressed(String name, byte[] compressed) {
        return Zstd.decompress(compressed, arrayLength(name, Zstd.getFrameContentSize(compressed)));
    }

    private byte[] content(TarHeader entry) throws IOException {
        return bytes(places.getOrDefault(entry.name(), file.size()), arrayLength(entry.name(), entry.size()));
    }

    /**
     * Returns a size as an int. Refuses a size that no array can have: Daybook never writes such a size, but a damaged
     * or forged archive may contain one.
     */
    private int arrayLength(String name, long size) {
        if (size < 0 || size > LONGEST_ARRAY) {
            throw refused(name + " is damaged or too large");
        }
        return (int) size;
    }

    private byte[] bytes(long at, int count) throws IOException {
        if (at + count > file.size()) {
            throw new EOFException();
        }
        var bytes = new byte[count];
        new DataInputStream(Channels.newInputStream(file.position(at))).readFully(bytes);
        return bytes;
    }

    private ProblemException refused(String reason) {
        return Problem.INVALID_VALUE.because(path + " cannot be used: " + reason + ". Take another backup");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
