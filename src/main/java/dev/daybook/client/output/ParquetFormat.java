package dev.daybook.client.output;

import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.output.FormatOptions.FileType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Parquet: a table of records with typed columns. A closed Parquet file cannot be continued, so the pieces are NDJSON
 * with the records as the server sent them and a fast compression; {@link #finish} converts them.
 */
record ParquetFormat(PulledKind kind, ZoneId zone) implements Format {
    private static final int FAST = 1;

    @Override
    public String suffix() {
        return FileType.PARQUET.suffix();
    }

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] piece(List<PulledRecord> page) {
        return page.isEmpty()
                ? new byte[0]
                : Compression.gzip(
                        NdjsonLines.joined(page.stream().map(PulledRecord::json).toList()), FAST);
    }

    /**
     * Writes to another file and deletes the pieces last, so that at each moment the pieces, the complete target or
     * both exist. If both exist, the process was killed between the rename and the deletion; then the target is created
     * again from the pieces.
     */
    @Override
    public void finish(Path pieces, Path target) throws IOException {
        var temporary = temporary(target);
        if (Files.exists(pieces)) {
            try {
                Disk.create(temporary);
                convert(pieces, temporary);
                Disk.force(temporary);
                Disk.rename(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
            Files.delete(pieces);
        } else {
            Files.deleteIfExists(temporary);
            if (Files.notExists(target)) {
                throw new NoSuchFileException(pieces.toString());
            }
        }
    }

    @Override
    public boolean isRenamed() {
        return false;
    }

    @Override
    public boolean hasCreated(Path pieces, Path target) throws IOException {
        var temporary = temporary(target);
        try {
            Disk.create(temporary);
            convert(pieces, temporary);
            return Files.mismatch(temporary, target) < 0;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + ".tmp");
    }

    @Override
    public void discard(Path target) throws IOException {
        Files.deleteIfExists(temporary(target));
    }

    private void convert(Path pieces, Path temporary) throws IOException {
        try (var table = ParquetTable.create(temporary, kind, zone)) {
            if (Files.size(pieces) == 0) {
                return;
            }
            try (var lines = new LineReader(
                    Compression.GZIP.open(new BufferedInputStream(Files.newInputStream(pieces), 1 << 16)))) {
                for (var next = next(lines, pieces); next.isPresent(); next = next(lines, pieces)) {
                    table.write(next.get());
                }
            }
        }
    }

    private static Optional<PulledFields> next(LineReader lines, Path pieces) throws IOException {
        try {
            return lines.next().map(PulledFields::of);
        } catch (IOException | IllegalArgumentException damage) {
            throw new IOException(WrittenRecords.damaged(pieces, "line", lines.number(), damage), damage);
        }
    }
}
