package dev.daybook.console.page.data;

import dev.daybook.console.data.FileForm;
import dev.daybook.console.data.RecordFiles;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.store.Database;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Download of the records of a range of days, as {@code daybook pull} writes them. */
public final class DownloadPages {
    private static final int BATCH_SIZE = 500;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final RecordFiles files;

    public DownloadPages(Database database, RecordFiles files) {
        this.database = database;
        this.files = files;
    }

    /** GET data/download. */
    public PageAnswer download(Visit visit) {
        visit.checkDownload();
        var kind = DataPages.kind(visit.query("kind"));
        var form = Labelled.find(FileForm.class, visit.query("form")).orElse(FileForm.NDJSON);
        var first = visit.day("from").orElseThrow(() -> bad(visit));
        var last = visit.day("to").orElseThrow(() -> bad(visit));
        if (last.isBefore(first) || new DaySpan(first, last).isLongerThan(DayDigest.MAX_DAYS)) {
            throw bad(visit);
        }
        var zone = visit.account().zone();
        var pages = new Pages(kind, visit, new DaySpan(first, last).in(zone));
        var wanted = new RecordFiles.Wanted(kind, form, visit.query("safe").equals("1"), zone);
        return new PageAnswer.Download(
                kind.plural() + "-" + first + "-" + last + "." + form.label(), form.mediaType(), out -> {
                    visit.audited(database, AuditAction.valueOf("DOWNLOAD_" + kind.name() + "S"), 0);
                    files.write(wanted, pages, new Watched(visit, out));
                });
    }

    private static RuntimeException bad(Visit visit) {
        return Problem.INVALID_VALUE.because(visit.t("error.days"));
    }

    /**
     * Output that checks the person's right, at most once a second. The check for each page read is not enough: a
     * Parquet file is sent after all its pages were read, and a slow client needs hours to receive it.
     */
    private final class Watched extends FilterOutputStream {
        private final Visit visit;
        private long looked = System.nanoTime();

        Watched(Visit visit, OutputStream out) {
            super(out);
            this.visit = visit;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (System.nanoTime() - looked > SECOND) {
                look();
                looked = System.nanoTime();
            }
            out.write(bytes, offset, length);
        }

        /**
         * Checks the right. While the database is out of reach, the download continues, because the content to send now
         * has been read already.
         */
        private void look() {
            try {
                database.read(transaction -> {
                    visit.checkRight(transaction);
                    return true;
                });
            } catch (ProblemException unknown) {
                unknown.throwUnless(Problem.UNAVAILABLE);
            }
        }
    }

    /** The documents page by page. Each page is a transaction of its own, so that a slow reader holds no connection. */
    private final class Pages implements Iterator<List<byte[]>> {
        private final RecordPages records;
        private final Visit visit;
        private final Window window;
        private Optional<PageRequest> next = Optional.of(request(Optional.empty()));

        Pages(RecordKind kind, Visit visit, Window window) {
            this.records = new RecordPages(kind);
            this.visit = visit;
            this.window = window;
        }

        private static PageRequest request(Optional<PagePosition> after) {
            return new PageRequest(BATCH_SIZE, 0, after);
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public List<byte[]> next() {
            var request = next.orElseThrow(NoSuchElementException::new);
            var page = database.read(transaction -> {
                visit.checkRight(transaction);
                return records.page(transaction, visit.cmId(), window, new Criteria(), request);
            });
            next = page.next().map(position -> request(Optional.of(position)));
            return page.documents();
        }
    }
}
