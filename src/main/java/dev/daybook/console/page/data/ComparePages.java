package dev.daybook.console.page.data;

import dev.daybook.console.data.PulledFile;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.TransferPlaces;
import dev.daybook.console.frame.Upload;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordProof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Pages to compare a pulled file with the proof. They show on a calendar which days differ, and list the records that
 * differ on these days.
 */
public final class ComparePages {
    /** The most records of differing days that are compared one by one; all of them are in memory. */
    private static final long MOST_RECORDS = 200_000;

    private static final int AT_A_TIME = 2;
    private static final int OF_ACCOUNT = 1;

    private final TransferPlaces places = new TransferPlaces(AT_A_TIME, OF_ACCOUNT, "comparisons");
    private final Database database;
    private final PulledFile.Reader reader;
    private final UploadFolder folder;

    public ComparePages(Database database, PulledFile.Reader reader, UploadFolder folder) {
        this.database = database;
        this.reader = reader;
        this.folder = folder;
    }

    /**
     * The form, with the result of a comparison.
     *
     * @param kind the kind of records, used if the file does not name it
     * @param from the first day as it was typed
     * @param to the last day as it was typed
     * @param problem what was wrong with the file or the days; empty if nothing was
     * @param result the comparison, if there is one
     */
    public record Form(RecordKind kind, String from, String to, String problem, Optional<ComparedDays> result) {
        /** The largest file, in MB. */
        public long megabytes() {
            return UploadFolder.MOST_BYTES >> 20;
        }

        Form because(String text) {
            return new Form(kind, from, to, text, Optional.empty());
        }
    }

    /** GET data/compare. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page(
                "data-compare.jte", new Form(DataPages.kind(visit.query("kind")), "", "", "", Optional.empty()));
    }

    /**
     * POST data/compare. Only two comparisons run at a time, because one may take minutes, and only one of an account,
     * so that no account takes both places. More are refused.
     */
    public PageAnswer compare(Visit visit) {
        return places.during(visit.cmId(), () -> compareInPlace(visit));
    }

    private PageAnswer compareInPlace(Visit visit) {
        var form = new Form(
                DataPages.kind(visit.form("kind")), visit.form("from"), visit.form("to"), "", Optional.empty());
        var upload = visit.file("file");
        if (upload.isEmpty()) {
            return refused(visit, form, "error.no.file");
        }
        var file = folder.newFile(upload.get().name());
        try {
            upload.get().keepAs(file);
            return compare(visit, form, upload.get(), file);
        } catch (IOException | IllegalArgumentException unusable) {
            var reason = String.valueOf(unusable.getMessage())
                    .replace(file.toString(), upload.get().name());
            return PageAnswer.refused("data-compare.jte", form.because(reason));
        } finally {
            folder.delete(file);
        }
    }

    private static PageAnswer refused(Visit visit, Form form, String key) {
        return PageAnswer.refused("data-compare.jte", form.because(visit.t(key)));
    }

    private PageAnswer compare(Visit visit, Form form, Upload upload, Path file) throws IOException {
        var pulled = reader.read(file, form.kind(), visit.account().zone());
        var days = pulled.days();
        if (days.isEmpty() && (form.from.isEmpty() || form.to.isEmpty())) {
            return refused(visit, form, "error.no.records");
        }
        // A damaged file may have a day of any year, so its days have the same bounds as typed ones.
        var first = Visit.dayOf(form.from.isEmpty() ? days.firstKey().toString() : form.from);
        var last = Visit.dayOf(form.to.isEmpty() ? days.lastKey().toString() : form.to);
        if (first.isEmpty() || last.isEmpty() || last.get().isBefore(first.get())) {
            return refused(visit, form, "error.days");
        }
        var span = new DaySpan(first.get(), last.get());
        if (span.isLongerThan(DayDigest.MAX_DAYS)) {
            return refused(visit, form, "error.many.days");
        }
        var proof = new RecordProof(pulled.kind());
        var proven = permitted(visit, transaction -> proof.prove(transaction, visit.account(), span));
        var compared = ComparedDays.of(upload.name(), pulled.kind(), days, proven);
        var result = compared.with(pulled.comparison().with(records(visit, proof, days, compared.differing())));
        permitted(visit, transaction -> true);
        return PageAnswer.page(
                "data-compare.jte", new Form(pulled.kind(), form.from, form.to, "", Optional.of(result)));
    }

    /**
     * Reads from the database. First checks the visitor's right again, because reading the file may have taken minutes.
     */
    private <T> T permitted(Visit visit, Function<Transaction, T> question) {
        return database.read(transaction -> {
            visit.checkRight(transaction);
            return question.apply(transaction);
        });
    }

    /**
     * The account's records of the first differing days, read in one transaction for each day. Stops before the records
     * of the account and of the file together are more than {@link #MOST_RECORDS}.
     */
    private SortedMap<LocalDate, Map<Long, LocalDateTime>> records(
            Visit visit, RecordProof proof, SortedMap<LocalDate, PullDigest> here, List<DayDigest> differing) {
        var records = new TreeMap<LocalDate, Map<Long, LocalDateTime>>();
        var left = MOST_RECORDS;
        for (var day : differing) {
            left -= day.digest().records()
                    + here.getOrDefault(day.day(), PullDigest.EMPTY).records();
            if (left < 0) {
                break;
            }
            records.put(
                    day.day(), permitted(visit, transaction -> proof.records(transaction, visit.account(), day.day())));
        }
        return records;
    }
}
