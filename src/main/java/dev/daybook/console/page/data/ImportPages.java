package dev.daybook.console.page.data;

import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportJob;
import dev.daybook.console.data.ImportJob.Phase;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.store.Database;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pages to import a file in steps: send the file, map its columns to fields, rehearse, load. */
public final class ImportPages {
    /** The choice to leave a column out. */
    private static final String LEAVE_OUT = "-";

    /** The choice to keep a column as an associate field. */
    private static final String KEEP = "=";

    private final Database database;
    private final ImportJobs jobs;
    private final ImportRemovals removals;

    public ImportPages(Database database, ImportJobs jobs, ImportRemovals removals) {
        this.database = database;
        this.jobs = jobs;
        this.removals = removals;
    }

    /**
     * The page to send a file.
     *
     * @param problem why the last file was refused; empty if none was
     * @param files the account's files on this server
     * @param unfinished the account's unfinished imports
     * @param removing the ids of the imports that this server is removing
     */
    public record Start(
            FileKind kind, String problem, List<ImportJob> files, List<ImportRun> unfinished, Set<Long> removing) {
        public Start {
            files = List.copyOf(files);
            unfinished = List.copyOf(unfinished);
            removing = Set.copyOf(removing);
        }

        /** Whether a removal is running, so that the page must update its list of unfinished imports. */
        public boolean isRemoving() {
            return !removing.isEmpty();
        }

        /** The largest file, in MB. */
        public long megabytes() {
            return UploadFolder.MOST_BYTES >> 20;
        }
    }

    /**
     * The page of a file.
     *
     * @param job the file and its import
     * @param state the state of the import
     * @param progress the unfinished import in the database, if there is one; read once, because the import continues
     *     while the page is rendered
     * @param preview the beginning of the file; empty if its columns are no longer being chosen, or if it cannot be
     *     read
     * @param fields the names of all fields
     * @param problem what is wrong with the file or the choices; empty if nothing is
     */
    public record File(
            ImportJob job,
            ImportJob.State state,
            Optional<ImportRun> progress,
            Optional<FilePreview> preview,
            List<String> fields,
            String problem) {
        public File {
            fields = List.copyOf(fields);
        }

        /** The choice for a column: a field, {@code -} to leave it out, {@code =} for an associate field; or empty. */
        public String chosen(FilePreview.Column column) {
            if (fields.contains(column.field())) {
                return column.field();
            }
            var mapped = state.choices().mappings().get(column.name());
            return mapped != null ? LEAVE_OUT : column.field().isEmpty() ? "" : KEEP;
        }

        /**
         * Whether a column can be kept as an associate field. A column with the name of a field would be loaded into
         * that field. An entry of the FAQ has no associate fields.
         */
        public boolean mayKeep(FilePreview.Column column) {
            return job.kind() != FileKind.FAQ && !column.name().isBlank() && !fields.contains(column.name());
        }

        /** How much of the file is loaded, in percent. */
        public long percent() {
            return progress.filter(run -> run.total() > 0)
                    .map(run -> 100 * Math.max(0, run.done()) / run.total())
                    .orElse(0L);
        }
    }

    /** GET data/import. */
    public PageAnswer start(Visit visit) {
        return PageAnswer.page("data-import.jte", start(visit, FileKind.of(visit.query("kind")), ""));
    }

    private Start start(Visit visit, FileKind kind, String problem) {
        var unfinished = database.read(transaction -> ImportRuns.all(transaction, visit.cmId()));
        return new Start(
                kind,
                problem,
                jobs.of(visit.cmId()),
                unfinished,
                unfinished.stream()
                        .filter(removals::isRunning)
                        .map(ImportRun::id)
                        .collect(Collectors.toSet()));
    }

    /** POST data/import: takes the file. */
    public PageAnswer send(Visit visit) {
        var kind = FileKind.of(visit.form("kind"));
        var upload = visit.file("file");
        if (upload.isEmpty()) {
            return PageAnswer.refused("data-import.jte", start(visit, kind, visit.t("error.no.file")));
        }
        try {
            var job = jobs.add(visit.cmId(), kind, upload.get().name(), upload.get()::keepAs);
            return PageAnswer.redirect(visit.url("data/import/" + job.id()));
        } catch (ImportJobs.NoRoom full) {
            var problem = visit.t("error.many.files", ImportJobs.MOST_OF_ACCOUNT, ImportJobs.MOST);
            return PageAnswer.refused("data-import.jte", start(visit, kind, problem));
        }
    }

    /** Answers about the file that this request names or, if the file is gone, with the page for sending it again. */
    private PageAnswer ofJob(Visit visit, Function<ImportJob, PageAnswer> answer) {
        return jobs.find(visit.cmId(), visit.word("id"))
                .map(answer)
                .orElseGet(() ->
                        PageAnswer.gone("data-import.jte", start(visit, FileKind.of(""), visit.t("error.file.gone"))));
    }

    /** GET data/import/{id}. */
    public PageAnswer show(Visit visit) {
        return ofJob(visit, job -> PageAnswer.page("data-import-file.jte", page(visit, job, job.state(), "")));
    }

    private File page(Visit visit, ImportJob job, ImportJob.State state, String wrong) {
        var fields = jobs.fields(job);
        if (state.phase() != Phase.CHOOSING) {
            var problem = state.refused().map(visit::t).orElse("");
            return new File(job, state, job.progress(), Optional.empty(), fields, problem);
        }
        try {
            var preview = jobs.preview(job, state.choices());
            return new File(job, state, Optional.empty(), Optional.of(preview), fields, wrong);
        } catch (IOException | IllegalArgumentException unreadable) {
            var reason =
                    String.valueOf(unreadable.getMessage()).replace(job.file().toString(), job.name());
            return new File(job, state, Optional.empty(), Optional.empty(), fields, reason);
        }
    }

    /** POST data/import/{id}: previews, checks, loads or removes the file, or changes the choices, as the form asks. */
    public PageAnswer act(Visit visit) {
        if (visit.form("do").equals("remove")) {
            // If the file is missing, an earlier click has removed it, and nothing is left to do.
            jobs.find(visit.cmId(), visit.word("id")).ifPresent(job -> requireIdle(visit, job, jobs.remove(job)));
            return PageAnswer.redirect(visit.url("data/import", "import.removed"));
        }
        return ofJob(visit, job -> act(visit, job));
    }

    private PageAnswer act(Visit visit, ImportJob job) {
        switch (visit.form("do")) {
            case "look" -> requireIdle(visit, job, jobs.choose(job, choices(visit, List.of())));
            case "change" ->
                requireIdle(visit, job, jobs.choose(job, job.state().choices()));
            case "check" -> {
                return check(visit, job);
            }
            case "load" -> load(visit, job);
            default -> throw Problem.INVALID_VALUE.because(visit.t("error.step"));
        }
        return PageAnswer.redirect(visit.url("data/import/" + job.id()));
    }

    private static void requireIdle(Visit visit, ImportJob job, boolean isIdle) {
        if (!isIdle) {
            throw job.hasFile()
                    ? Problem.CONFLICT.because(visit.t("error.import.runs"))
                    : Problem.INVALID_VALUE.because(visit.t("error.step"));
        }
    }

    private PageAnswer check(Visit visit, ImportJob job) {
        var shown = page(visit, job, looked(visit), "");
        var columns = shown.preview().map(FilePreview::columns).orElse(List.of());
        var choices = choices(visit, columns);
        var wrong = wrong(visit, shown, columns);
        // A file without columns is rehearsed too: only the rehearsal says why it has none.
        if (shown.preview().isEmpty() || wrong.isPresent()) {
            requireIdle(visit, job, jobs.choose(job, choices));
            return PageAnswer.refused("data-import-file.jte", page(visit, job, job.state(), wrong.orElse("")));
        }
        requireIdle(visit, job, jobs.check(job, visit.account(), choices));
        return PageAnswer.redirect(visit.url("data/import/" + job.id()));
    }

    /**
     * A state with the form's choices, such as the encoding and the separator, but without mappings. A preview with
     * these choices has the columns of the form.
     */
    private static ImportJob.State looked(Visit visit) {
        return ImportJob.State.choosing(choices(visit, List.of()));
    }

    private void load(Visit visit, ImportJob job) {
        Runnable audit = () -> visit.audited(database, job.kind().action(), 0);
        if (!jobs.load(job, visit.account(), visit.form("rehearsal"), audit)) {
            throw Problem.INVALID_VALUE.because(visit.t("error.load"));
        }
    }

    private static Optional<String> wrong(Visit visit, File shown, List<FilePreview.Column> columns) {
        var seen = new HashSet<String>();
        for (var place = 0; place < columns.size(); place++) {
            var word = visit.form("column." + place);
            if (word.isEmpty()) {
                return Optional.of(visit.t("error.column", columns.get(place).name()));
            }
            if (word.equals(KEEP) && !shown.mayKeep(columns.get(place))) {
                // An entry of the FAQ has no associate fields.
                var key = shown.job().kind() == FileKind.FAQ ? "error.column" : "error.keep";
                return Optional.of(visit.t(key, columns.get(place).name()));
            }
            if (!word.equals(LEAVE_OUT) && !word.equals(KEEP) && !seen.add(word)) {
                return Optional.of(visit.t("error.two.columns", word));
            }
        }
        // Refuse both together: replacing the FAQ deletes entries that are not loaded, also those of skipped rows.
        return visit.has("replace") && visit.has("skip")
                ? Optional.of(visit.t("error.replace.skip"))
                : Optional.empty();
    }

    private static ImportChoices choices(Visit visit, List<FilePreview.Column> columns) {
        var mappings = new LinkedHashMap<String, String>();
        var kept = new HashSet<String>();
        for (var place = 0; place < columns.size(); place++) {
            var word = visit.form("column." + place);
            if (word.equals(KEEP)) {
                kept.add(columns.get(place).name());
            } else if (!word.isEmpty()) {
                mappings.put(columns.get(place).name(), word.equals(LEAVE_OUT) ? "" : word);
            }
        }
        return new ImportChoices(
                mappings,
                kept,
                visit.form("dates"),
                visit.form("charset"),
                visit.form("separator"),
                visit.has("last"),
                visit.has("skip"),
                visit.has("replace"));
    }

    /** GET data/import/{id}/refused.csv: the refused rows with line and reason. */
    public PageAnswer refused(Visit visit) {
        visit.checkDownload();
        return ofJob(visit, job -> {
            if (!job.hasRefused()) {
                throw Problem.NO_SUCH_PATH.because("no refused rows");
            }
            return new PageAnswer.Download(
                    job.refusedName(), "text/csv; charset=utf-8", out -> Files.copy(job.refused(), out));
        });
    }
}
