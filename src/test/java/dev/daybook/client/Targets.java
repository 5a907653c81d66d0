package dev.daybook.client;

import dev.daybook.client.output.Compression;
import dev.daybook.client.output.FormatOptions;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.account.Account;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A kind of output of a pull.
 *
 * @param type the form; CSV has its contacts in a file of their own
 * @param compression around it
 * @param byDay whether each day has a file
 */
record Targets(FileType type, Compression compression, boolean byDay) {
    /** The plainest. */
    static final Targets NDJSON = new Targets(FileType.NDJSON, Compression.NONE, false);

    /** Every kind. */
    static List<Targets> all() {
        var all = new ArrayList<Targets>();
        for (var byDay : List.of(false, true)) {
            for (var compression : Compression.values()) {
                all.add(new Targets(FileType.NDJSON, compression, byDay));
                all.add(new Targets(FileType.CSV, compression, byDay));
            }
            all.add(new Targets(FileType.PARQUET, Compression.NONE, byDay));
        }
        return all;
    }

    /** Reads what its text says. */
    static Targets parse(String text) {
        var words = text.split("-", -1);
        return new Targets(
                FileType.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Compression.valueOf(words[1].toUpperCase(Locale.ROOT)),
                words[2].equals("day"));
    }

    /** Such an output in a folder. */
    Target in(Path folder) {
        var main = options(Content.CUSTOMERS).format();
        var further = type == FileType.CSV
                ? List.of(new Target.Further(
                        folder.resolve("contacts.csv"),
                        options(Content.CONTACTS).format()))
                : List.<Target.Further>of();
        return new Target(folder.resolve("out"), byDay, main, further, toString());
    }

    private FormatOptions options(Content content) {
        return new FormatOptions(type, content, compression, Dates.ISO, Account.DEFAULT_ZONE);
    }

    @Override
    public String toString() {
        return (type + "-" + compression + "-" + (byDay ? "day" : "none")).toLowerCase(Locale.ROOT);
    }
}
