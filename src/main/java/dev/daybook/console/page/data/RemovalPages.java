package dev.daybook.console.page.data;

import dev.daybook.console.data.ImportJob.Phase;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import java.util.Optional;

/** Pages to remove an unfinished import and the records that it added. */
public final class RemovalPages {
    private final Database database;
    private final ImportJobs jobs;
    private final ImportRemovals removals;

    public RemovalPages(Database database, ImportJobs jobs, ImportRemovals removals) {
        this.database = database;
        this.jobs = jobs;
        this.removals = removals;
    }

    private Optional<ImportRun> run(Visit visit, Transaction transaction) {
        var id = visit.number("id");
        return ImportRuns.all(transaction, visit.cmId()).stream()
                .filter(run -> run.id() == id)
                .findFirst();
    }

    /** GET data/unfinished/{id}: asks whether to remove the import. */
    public PageAnswer confirm(Visit visit) {
        return PageAnswer.page(
                "data-removal.jte",
                database.read(transaction -> run(visit, transaction)).orElseThrow(RemovalPages::gone));
    }

    private static ProblemException gone() {
        return Problem.NO_SUCH_PATH.because("no such import");
    }

    /**
     * POST data/unfinished/{id}: starts the removal in the background. Idempotent: a form that is sent again succeeds,
     * even after the import is gone.
     */
    public PageAnswer remove(Visit visit) {
        var id = visit.number("id");
        if (isLoading(visit.cmId(), id)) {
            throw Problem.CONFLICT.because(visit.t("error.import.runs"));
        }
        database.write("console: remove an import", transaction -> {
                    var isFirst = Once.isFirst(transaction, visit);
                    var found = run(visit, transaction).flatMap(run -> removals.claim(transaction, run));
                    if (isFirst && found.isEmpty()) {
                        throw gone();
                    }
                    if (isFirst) {
                        visit.audited(transaction, AuditAction.REMOVE_IMPORT, id);
                    }
                    return found;
                })
                .ifPresent(removals::start);
        return PageAnswer.redirect(visit.url("data/import", "import.removal"));
    }

    /** Whether this server is loading the file of an import. */
    private boolean isLoading(long cmId, long id) {
        return jobs.of(cmId).stream()
                .filter(job -> job.state().phase() == Phase.LOADING)
                .anyMatch(job -> job.progress().filter(run -> run.id() == id).isPresent());
    }
}
