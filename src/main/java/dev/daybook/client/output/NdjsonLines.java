package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.time.IsoDates;
import dev.daybook.client.output.FormatOptions.Dates;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;

/**
 * NDJSON lines: one record per line as the server sent it, but without line breaks and, for {@link Dates#ISO}, with
 * rewritten times.
 */
record NdjsonLines(Dates dates, ZoneId zone) implements TextFormat.Lines {
    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] of(List<PulledRecord> records) {
        var lines = dates == Dates.ISO
                ? records.stream()
                        .map(record -> IsoDates.rewrite(record.json(), zone))
                        .toList()
                : records.stream().map(PulledRecord::json).toList();
        return joined(lines);
    }

    /** The lines, each with its line feed. */
    static byte[] joined(List<byte[]> lines) {
        // A page is a large part of a small heap, so its bytes are joined once, in a buffer of the right size.
        var bytes = ByteBuffer.allocate(
                lines.stream().mapToInt(line -> line.length + 1).sum());
        for (var line : lines) {
            bytes.put(line).put((byte) '\n');
        }
        return bytes.array();
    }
}
