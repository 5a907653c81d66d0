package dev.daybook.client.output;

import dev.daybook.wire.pulled.PulledFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/** The records of an NDJSON file. */
final class WrittenNdjson extends WrittenRecords {
    private final LineReader lines;
    private final ZoneId zone;

    WrittenNdjson(Path file, InputStream text, ZoneId zone) {
        super(file, "line");
        this.lines = new LineReader(text);
        this.zone = zone;
    }

    @Override
    Optional<WrittenRecord> read() throws IOException {
        return lines.next()
                .map(PulledFields::of)
                .map(fields -> record(fields.number(ID), fields.time(CREATED, zone), fields.time(MODIFIED, zone)));
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
