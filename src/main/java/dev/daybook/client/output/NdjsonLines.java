package dev.daybook.client.output;

import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.wire.pulled.IsoDates;
import dev.daybook.wire.pulled.JsonLine;
import dev.daybook.wire.pulled.PulledCustomer;
import java.io.ByteArrayOutputStream;
import java.time.ZoneId;
import java.util.List;

/** A record a line: the bytes that the server sent, but for the times if they are to be ISO. */
final class NdjsonLines implements TextFormat.Lines {
    private final Dates dates;
    private final ZoneId zone;

    NdjsonLines(Dates dates, ZoneId zone) {
        this.dates = dates;
        this.zone = zone;
    }

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] of(List<PulledCustomer> records) {
        var lines = new ByteArrayOutputStream();
        for (var pulled : records) {
            var line = JsonLine.of(pulled.json());
            lines.writeBytes(dates == Dates.ISO ? IsoDates.rewrite(line, zone) : line);
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
