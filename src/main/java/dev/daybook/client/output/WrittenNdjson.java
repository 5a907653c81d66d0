package dev.daybook.client.output;

import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.RecordKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** The records of an NDJSON file. */
final class WrittenNdjson extends WrittenRecords {
    private final LineReader lines;
    private final RecordKeys keys;
    private final ZoneId zone;

    WrittenNdjson(Path file, InputStream text, RecordKeys keys, ZoneId zone) {
        super(file, "line");
        this.lines = new LineReader(text);
        this.keys = keys;
        this.zone = zone;
    }

    @Override
    Optional<WrittenRecord> read() throws IOException {
        return lines.next()
                .map(PulledFields::of)
                .map(fields -> record(
                        fields.number(keys.id()),
                        fields.time(keys.created(), zone),
                        fields.time(RecordKeys.MODIFIED, zone)));
    }

    @Override
    Set<String> keys() {
        try {
            return lines.next().map(PulledFields::of).map(PulledFields::keys).orElse(Set.of());
        } catch (IOException | IllegalArgumentException damage) {
            // The damage is reported later, to the caller who reads the records of the file.
            return Set.of();
        }
    }

    @Override
    long number() {
        return lines.number();
    }

    @Override
    void closeFile() throws IOException {
        lines.close();
    }
}
