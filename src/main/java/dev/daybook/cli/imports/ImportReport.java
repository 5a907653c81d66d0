package dev.daybook.cli.imports;

import dev.daybook.cli.option.Counted;
import dev.daybook.imports.Outcome;
import dev.daybook.imports.RefusedRows;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.json.CommandJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Report of an import, for people and for programs.
 *
 * @param say prints a line for people
 * @param outcome the result
 * @param took how long it took
 * @param dryRun whether everything was rolled back
 * @param skipBad whether {@code --skip-bad} was given or, if not, whether the import has this option
 * @param refusedFile the file for refused rows; empty if the import writes none
 * @param again the command that imports the file of refused rows; empty if no command can
 * @param remove the command that removes the import; empty unless it is unfinished
 */
record ImportReport(
        Consumer<String> say,
        Outcome outcome,
        Duration took,
        boolean dryRun,
        SkipBad skipBad,
        Optional<Path> refusedFile,
        String again,
        String remove) {
    private static final int MOST_TITLES = 20;

    /** Whether {@code --skip-bad} was given or, if not, whether the import has this option. */
    enum SkipBad {
        GIVEN,
        POSSIBLE,
        IMPOSSIBLE
    }

    /** Prints the first refused rows and, if the import is not done, the reason. Returns whether the import is done. */
    boolean tell() {
        var bad = outcome.refused();
        tell(bad);
        if (outcome.rows() == 0) {
            say.accept("daybook: there is no row in it; nothing was imported");
            return false;
        }
        if (outcome.unfinished().isPresent()) {
            var run = outcome.unfinished().get();
            say.accept("daybook: stopped with " + run.done() + " of " + run.total()
                    + " records done. Run the command again"
                    + " with --skip-bad to leave refused rows out, or remove what was added:\n  " + remove);
            return false;
        }
        if (outcome.good() == 0) {
            say.accept("daybook: no row is good; nothing was imported");
            return false;
        }
        if (bad.count() > 0 && skipBad != SkipBad.GIVEN) {
            say.accept("daybook: nothing was imported; " + goodRows(outcome.rows() - bad.count()));
            return false;
        }
        return true;
    }

    private String goodRows(long good) {
        var counts = outcome.added() + outcome.updated() == 0
                ? ""
                : " (" + outcome.added() + " added, " + outcome.updated() + " updated)";
        return good + " of " + Counted.of(outcome.rows(), "row") + (good == 1 ? " is good" : " are good")
                + (skipBad == SkipBad.POSSIBLE
                        ? ", and --skip-bad would import " + (good == 1 ? "it" : "them") + counts
                        : "");
    }

    /**
     * The result as JSON. If the import is done, the fields {@code added} and {@code updated} count the records that it
     * added and updated; in a dry run, those that it would add and update. If it stopped unfinished, they count the
     * records so far. Otherwise they are 0. The field {@code deleted} counts the deleted entries of an FAQ, and {@code
     * firstDeleted} has the titles of the first ones. Unless the import is done, these two are 0 and empty.
     *
     * @param done whether the import is done: the result of {@link #tell()}
     */
    CommandJson fields(long cmId, String file, boolean done) {
        var run = outcome.unfinished();
        var fields = new CommandJson()
                .with("cmId", cmId)
                .with("file", file)
                .with("dryRun", dryRun)
                .with("done", done)
                .with("rows", outcome.rows())
                .with("records", outcome.records())
                .with(
                        "added",
                        done ? outcome.added() : run.map(ImportRun::added).orElse(0L))
                .with(
                        "updated",
                        done ? outcome.updated() : run.map(ImportRun::updated).orElse(0L))
                .with("deleted", done ? outcome.deleted().size() : 0)
                .with("firstDeleted", done ? firstDeleted() : List.of())
                .with("refused", outcome.refused().count())
                .with("firstRefused", outcome.refused().first())
                .with("seconds", took.toMillis() / 1_000.0);
        run.ifPresent(some -> fields.with("unfinished", some.id()));
        return fields;
    }

    /** The titles of the first deleted entries of an FAQ; in a dry run, of those that would be deleted. */
    private List<String> firstDeleted() {
        return outcome.deleted().stream()
                .limit(MOST_TITLES)
                .map(RecordLoad.Deleted::name)
                .toList();
    }

    private void tell(RefusedRows bad) {
        bad.first().forEach(row -> say.accept(row.place() + ": " + row.reason()));
        var more = bad.count() - bad.first().size();
        if (more > 0) {
            say.accept("and " + more + " more");
        }
        if (bad.count() > 0) {
            refusedFile.ifPresent(path -> tellNext(bad, path));
        }
    }

    private void tellNext(RefusedRows bad, Path path) {
        var isOne = bad.count() == 1;
        var where = (isOne ? "1 refused row is in " : bad.count() + " refused rows are in ") + path;
        if (again.isEmpty() || outcome.good() == 0) {
            say.accept(where);
            return;
        }
        var next = "correct " + (isOne ? "it" : "them") + " there, then run:\n  " + again;
        if (bad.strays() == 0) {
            say.accept(where + "; " + next);
            return;
        }
        say.accept(where);
        say.accept((isOne ? "it" : bad.strays() + " of them") + (bad.strays() == 1 ? " has" : " have")
                + " no certain erp_order_id: if other rows of the same order were imported, add all rows of the order"
                + " to " + path + ", because an import replaces the products of an order");
        say.accept(next);
    }

    /**
     * Prints how many records were added, updated and deleted, and how many rows were refused. Also prints how long it
     * took or, in a dry run, the first titles that would be deleted.
     */
    void summarize() {
        if (outcome.rows() != outcome.records()) {
            say.accept(Counted.of(outcome.rows(), "row")
                    + (outcome.rows() == 1 ? " makes " : " make ")
                    + Counted.of(outcome.records(), "record"));
        }
        if (dryRun) {
            firstDeleted().forEach(title -> say.accept("would be deleted: " + title));
            if (outcome.deleted().size() > MOST_TITLES) {
                say.accept("and " + (outcome.deleted().size() - MOST_TITLES) + " more");
            }
        }
        var counts = String.format(
                Locale.ROOT,
                "%d %s, %d updated, %s%d refused",
                outcome.added(),
                dryRun ? "would be added" : "added",
                outcome.updated(),
                outcome.deleted().isEmpty() ? "" : outcome.deleted().size() + " deleted, ",
                outcome.refused().count());
        var seconds = Math.max(1, took.toMillis()) / 1_000.0;
        say.accept(
                dryRun
                        ? counts + "; nothing was imported (dry run)"
                        : counts
                                + String.format(
                                        Locale.ROOT,
                                        " in %.1f seconds (%.0f rows a second)",
                                        seconds,
                                        outcome.rows() / seconds));
    }
}
