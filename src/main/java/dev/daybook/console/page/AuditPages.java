package dev.daybook.console.page;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FormulaText;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.store.Database;
import dev.daybook.store.audit.AuditStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Page and export of the audit. */
public final class AuditPages {
    private static final int ROWS = 50;
    private static final int BATCH_SIZE = 1_000;
    private static final PagePosition NOW = new PagePosition(Instant.ofEpochMilli(Long.MAX_VALUE), 0);

    private static final QuoteStrategy QUOTES = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String text) {
            return FormulaText.isSplit(text);
        }
    };

    private final Database database;

    public AuditPages(Database database) {
        this.database = database;
    }

    /**
     * A part of the audit.
     *
     * @param entries the lines, the newest first
     * @param next the cursor of the next part, empty if there is none
     * @param ofServer whether these are the lines without an account
     */
    public record Lines(List<AuditEntry> entries, String next, boolean ofServer) {}

    /** GET audit. */
    public PageAnswer list(Visit visit) {
        var entries = before(visit, visit.after().orElse(NOW), first(visit), ROWS + 1);
        var shown = entries.subList(0, Math.min(ROWS, entries.size()));
        var next = entries.size() > ROWS ? Visit.cursor(position(shown.get(ROWS - 1))) : "";
        return PageAnswer.page("audit.jte", new Lines(List.copyOf(shown), next, cmId(visit) == 0));
    }

    /**
     * The number of the account whose lines are shown; 0 for the lines without an account, such as log-ins. Only
     * operators may read these lines.
     */
    private static long cmId(Visit visit) {
        return visit.person().operator() && visit.query("of").equals("server") ? 0 : visit.cmId();
    }

    /**
     * The lowest id of a line to show. An earlier account, now deleted, may have had the number of this account. Only
     * an operator sees the lines of the earlier account; for an operator the id is 0.
     */
    private long first(Visit visit) {
        return visit.person().operator()
                ? 0
                : database.read(transaction -> AuditStore.first(transaction, visit.cmId()));
    }

    private List<AuditEntry> before(Visit visit, PagePosition position, long first, int limit) {
        return database.read(transaction -> {
            visit.checkRight(transaction);
            return AuditStore.before(transaction, cmId(visit), position, first, limit);
        });
    }

    private static PagePosition position(AuditEntry entry) {
        return new PagePosition(entry.at(), entry.id());
    }

    /** GET audit.csv. */
    public PageAnswer export(Visit visit) {
        visit.checkDownload();
        var first = first(visit);
        return new PageAnswer.Download("audit-" + cmId(visit) + ".csv", "text/csv; charset=utf-8", out -> {
            visit.audited(database, AuditAction.DOWNLOAD_AUDIT, 0);
            write(visit, first, out);
        });
    }

    private void write(Visit visit, long first, OutputStream out) throws IOException {
        var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write(ByteOrderMark.MARK);
        var csv = CsvWriter.builder().quoteStrategy(QUOTES).build(text);
        csv.writeRecord("at", "person", "email", "action", "record", "address");
        var entries = before(visit, NOW, first, BATCH_SIZE);
        while (!entries.isEmpty()) {
            for (var entry : entries) {
                csv.writeRecord(
                        entry.at().toString(),
                        Long.toString(entry.personId()),
                        entry.isOfCommand() ? "command line" : FormulaText.guarded(entry.who()),
                        entry.action().label(),
                        Long.toString(entry.recordId()),
                        entry.address());
            }
            entries = before(visit, position(entries.get(entries.size() - 1)), first, BATCH_SIZE);
        }
        csv.flush();
    }
}
