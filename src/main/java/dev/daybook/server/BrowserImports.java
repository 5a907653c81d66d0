package dev.daybook.server;

import dev.daybook.console.data.FileImports;
import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportResult;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.BatchedKind;
import dev.daybook.imports.CustomerKind;
import dev.daybook.imports.FaqKind;
import dev.daybook.imports.FileDigest;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.ImportKind;
import dev.daybook.imports.OrderKind;
import dev.daybook.imports.Outcome;
import dev.daybook.imports.Passes;
import dev.daybook.imports.TicketKind;
import dev.daybook.imports.WholeImport;
import dev.daybook.imports.file.ColumnMap;
import dev.daybook.imports.file.FileStart;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.imports.ImportStores;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Importer of files for the console. It works as {@code daybook import} does. */
final class BrowserImports implements FileImports {
    /**
     * The maximum number of rows in the file of refused rows. Nobody corrects more rows by hand, and the rows with
     * their reasons could fill the disk.
     */
    private static final long MOST_REFUSED = 10_000;

    /**
     * The maximum number of characters of an FAQ. The FAQ is loaded by one write, and on SQLite all other writes wait
     * for it. A slow machine indexes this many characters, even of the shortest words, in some 20 seconds. A write of
     * more than 30 seconds would make the server report "not ready", and after 60 seconds the waiting writes would
     * fail.
     */
    private static final long MOST_CHARACTERS = 3_000_000;

    /**
     * The maximum number of rows of a file of records. An import keeps the keys of all rows in memory, about 150 bytes
     * for each, and a server needs memory for requests too.
     */
    private static final long MOST_ROWS = 3_000_000;

    /** The maximum number of rows of a small import; see {@link FileImports.Work#isLarge}. */
    private static final long MOST_ROWS_OF_SMALL = 100_000;

    private final ImportStores stores;
    private final Clock clock;

    /** @param clock the clock of records */
    BrowserImports(ImportStores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    private static ImportKind<?> of(FileKind kind) {
        return switch (kind) {
            case CUSTOMERS -> new CustomerKind();
            case TICKETS -> new TicketKind();
            case ORDERS -> new OrderKind();
            case FAQ -> new FaqKind();
        };
    }

    @Override
    public List<String> fields(FileKind kind) {
        return of(kind).fields();
    }

    @Override
    public FilePreview preview(FileKind kind, Path file, ImportChoices choices, List<String> further)
            throws IOException {
        var start = FileStart.of(file, reading(choices), columns(of(kind), choices, fields(kind)), further);
        return new FilePreview(
                start.columns().stream()
                        .map(column -> new FilePreview.Column(column.name(), column.field(), column.guessed()))
                        .toList(),
                start.rows());
    }

    /**
     * The columns of a file.
     *
     * @param proposed the names of columns that are used even if nobody has chosen them. A preview passes the names of
     *     all fields, so that it proposes a column for each field of the same name
     */
    private static ColumnMap columns(ImportKind<?> kind, ImportChoices choices, List<String> proposed) {
        var columns = reading(choices).columns(kind.fields(), kind.keepsUnknown());
        var chosen = new HashSet<>(proposed);
        chosen.addAll(choices.mappings().keySet());
        chosen.addAll(choices.kept());
        columns.onlyChosen(chosen);
        return columns;
    }

    @Override
    public Work prepare(FileKind kind, Path file, String name, Path refused, Account account, ImportChoices choices)
            throws IOException {
        var reading = reading(choices);
        var of = of(kind);
        if (choices.replace() && of instanceof FaqKind faq) {
            faq.replace();
        }
        var source = reading.file(file, columns(of, choices, List.of()));
        var options = new FileImport.Options(
                reading.rules(account.zone()),
                FileDigest.of(file, of, account, reading),
                name,
                choices.skipBad(),
                choices.skipBad() ? Optional.of(refused) : Optional.empty(),
                MOST_REFUSED,
                reading.lastWins());
        return of instanceof BatchedKind<?> batched
                ? work(
                        new FileImport<>(batched, source, options, stores, account, Progress.NONE, clock),
                        rows(source, of) > MOST_ROWS_OF_SMALL,
                        options.digest().text(),
                        account,
                        source.columns())
                : work(
                        (FaqKind) of,
                        new WholeImport<>(of, source, options, Progress.NONE, MOST_CHARACTERS),
                        account,
                        source.columns());
    }

    private static long rows(RowSource source, ImportKind<?> kind) {
        var rows = Passes.countRows(source, MOST_ROWS + 1);
        if (rows > MOST_ROWS) {
            throw Problem.INVALID_VALUE.because(String.format(
                    Locale.ROOT,
                    "the file has more than %,d rows; divide it%s, or import it with 'daybook import' on the server",
                    MOST_ROWS,
                    kind.joinsRows() ? " so that all rows of an order stay together" : ""));
        }
        return rows;
    }

    /** The import of an FAQ. It loads in one transaction, so it cannot be stopped and is never unfinished. */
    private Work work(FaqKind faq, WholeImport<?> entries, Account account, ColumnMap columns) {
        return new Work(
                false,
                () -> result(entries.load(stores, account, clock.instant(), true)),
                rehearsed -> {
                    faq.deleteOnly(rehearsed.deleted());
                    return result(entries.load(stores, account, clock.instant(), false));
                },
                () -> {},
                Optional::empty,
                columns::seen);
    }

    private Work work(FileImport<?> records, boolean large, String digest, Account account, ColumnMap columns) {
        return new Work(
                large,
                () -> result(records.rehearse()),
                rehearsed -> result(records.load(note -> {})),
                records::stop,
                () -> stores.database().read(transaction -> ImportRuns.find(transaction, account.cmId(), digest)),
                columns::seen);
    }

    private static Reading reading(ImportChoices choices) {
        var mappings = new HashMap<>(choices.mappings());
        // Removes a mapping of a column to the field of the same name, because it changes nothing. With it, the digest
        // of the import would differ from the digest of the command, and the command could not continue an import of
        // the console.
        mappings.entrySet().removeIf(mapping -> mapping.getKey().equals(mapping.getValue()));
        return new Reading(
                mappings,
                !choices.kept().isEmpty(),
                given(choices.dates()),
                given(choices.charset()).map(BrowserImports::charset),
                given(choices.separator()).map(text -> text.equals("tab") ? '\t' : text.charAt(0)),
                choices.lastWins());
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "there is no encoding '" + name + "'; expected one such as windows-1252");
        }
    }

    private static ImportResult result(Outcome outcome) {
        var refused = outcome.refused();
        return new ImportResult(
                outcome.rows(),
                outcome.records(),
                outcome.good(),
                outcome.added(),
                outcome.updated(),
                outcome.deleted(),
                refused.count(),
                refused.strays(),
                refused.first().stream()
                        .map(row -> new ImportResult.Refused(row.place(), row.reason()))
                        .toList(),
                outcome.unfinished().isPresent());
    }
}
