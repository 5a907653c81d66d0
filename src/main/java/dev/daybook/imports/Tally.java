package dev.daybook.imports;

import dev.daybook.imports.file.Rows;
import dev.daybook.store.imports.ImportRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Counter of the records of one pass through a file. Also collects the refused rows. */
final class Tally {
    private final RefusedRows refused;
    private long records;
    private long rows;
    private long good;
    private long added;
    private long updated;

    Tally(RefusedRows refused) {
        this.refused = refused;
    }

    /** Runs {@code work} with a new counter. Completes the file of refused rows, unless the work fails. */
    static <T> T during(Function<Tally, T> work, RefusedRows refused) {
        try (refused) {
            var result = work.apply(new Tally(refused));
            refused.complete();
            return result;
        }
    }

    /** Counts a batch that the database has processed. */
    <R> void count(Rows rows, List<Unit<R>> batch, BatchLoad.Done done) {
        for (var place = 0; place < batch.size(); place++) {
            count(rows, batch.get(place), Optional.ofNullable(done.refused().get(place)));
        }
        added += done.added();
        updated += done.updated();
    }

    /** Counts what an import has added and updated so far. */
    void count(ImportRun begun) {
        added += begun.added();
        updated += begun.updated();
    }

    /** Counts a record; {@code reason} says why the database refused it, if it did. */
    <R> void count(Rows file, Unit<R> unit, Optional<String> reason) {
        records++;
        rows += unit.parts().size();
        var told = reason.map(unit::refused).orElse(unit);
        if (told.record().isPresent()) {
            good++;
        } else {
            told.parts().forEach(part -> refused.add(file, part.row(), part.reason(), part.isStray()));
        }
    }

    boolean hasRefused() {
        return refused.count() > 0;
    }

    /** The counts of this pass through the file, and the refused rows. */
    Outcome outcome() {
        return new Outcome(rows, records, good, added, updated, List.of(), refused, Optional.empty());
    }
}
