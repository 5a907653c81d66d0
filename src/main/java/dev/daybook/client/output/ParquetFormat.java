package dev.daybook.client.output;

import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.output.FormatOptions.FileType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Parquet: a table of records with typed columns. A closed Parquet file cannot be continued, so the pieces are NDJSON
 * with the records as the server sent them and a fast compression; {@link #finish} converts them.
 */
record ParquetFormat(PulledKind kind, ZoneId zone) implements Format.Converted {
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

    @Override
    public void convert(Path pieces, Path temporary) throws IOException {
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
