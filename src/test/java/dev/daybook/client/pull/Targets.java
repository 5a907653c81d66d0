package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of output of a pull.
 *
 * @param kind the kind of record
 * @param type the file type; in CSV the list in each record goes to another file
 * @param compression the compression
 * @param byDay whether each day has its own file
 */
record Targets(RecordKind kind, FileType type, Compression compression, boolean byDay) {
    /** The simplest output. */
    static final Targets NDJSON = new Targets(RecordKind.CUSTOMER, FileType.NDJSON, Compression.NONE, false);

    /** All kinds of output. */
    static List<Targets> all() {
        return all(RecordKind.CUSTOMER);
    }

    /** All kinds of output of these records. */
    static List<Targets> all(RecordKind kind) {
        var all = new ArrayList<Targets>();
        for (var byDay : List.of(false, true)) {
            for (var compression : Compression.values()) {
                all.add(new Targets(kind, FileType.NDJSON, compression, byDay));
                all.add(new Targets(kind, FileType.CSV, compression, byDay));
            }
            all.add(new Targets(kind, FileType.PARQUET, Compression.NONE, byDay));
        }
        return all;
    }

    /** Parses a text in the form of {@code toString}. */
    static Targets parse(String text) {
        var words = text.split("-", -1);
        return new Targets(
                words.length > 3 ? RecordKind.valueOf(words[3].toUpperCase(Locale.ROOT)) : RecordKind.CUSTOMER,
                FileType.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Compression.valueOf(words[1].toUpperCase(Locale.ROOT)),
                words[2].equals("day"));
    }

    /** The target of a pull with this kind of output, in a folder. */
    Target in(Path folder) {
        var main = options(Content.RECORDS).format();
        var list = type == FileType.CSV ? PulledKind.of(kind).list() : Optional.<PulledList>empty();
        var extra = list.map(of -> new Target.ExtraFile(
                folder.resolve(of.key() + ".csv"), options(Content.LIST).format()));
        return new Target(folder.resolve("out"), byDay, main, extra.stream().toList(), toString());
    }

    private FormatOptions options(Content content) {
        return new FormatOptions(
                PulledKind.of(kind), type, content, compression, Dates.ISO, Account.DEFAULT_ZONE, false);
    }

    @Override
    public String toString() {
        return (type + "-" + compression + "-" + (byDay ? "day" : "none")
                        + (kind == RecordKind.CUSTOMER ? "" : "-" + kind))
                .toLowerCase(Locale.ROOT);
    }
}
