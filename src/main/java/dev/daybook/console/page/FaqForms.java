package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Secrets;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.markdown.Markdown;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.faq.FaqEdit;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.faq.FaqStore;
import java.text.NumberFormat;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The form to write an entry of the FAQ. */
public final class FaqForms {
    private final Markdown markdown = new Markdown();
    private final Database database;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public FaqForms(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The form of an entry.
     *
     * @param id the entry, 0 for a new one
     * @param was a digest of the stored values, by which a save notices that somebody else has changed one of them;
     *     empty for a new entry
     * @param category the names of its categories from the top down, separated by slashes
     * @param title the title, as stored or as typed
     * @param detail the detail, as stored or as typed
     * @param html the preview of the detail
     * @param note the message that the detail is too long for a preview; empty if it is not
     * @param paths the categories to choose from
     * @param stored the stored text of each field whose typed text differs, by the name of the field; empty unless
     *     somebody else has changed the entry since the form was opened
     * @param problem what is wrong, empty if nothing is
     */
    public record Form(
            long id,
            String was,
            String category,
            String title,
            String detail,
            String html,
            String note,
            List<String> paths,
            Map<String, String> stored,
            String problem) {
        /** The stored text of a field; empty if nobody else has changed the entry, or if the typed text is the same. */
        public Optional<String> storedIn(String name) {
            return Optional.ofNullable(stored.get(name));
        }
    }

    private record Typed(List<String> path, String title, String detail) {}

    /** GET faq/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("faq-form.jte", new Form(0, "", "", "", "", "", "", paths(visit), Map.of(), ""));
    }

    /** GET faq/{id}/edit. */
    public PageAnswer edit(Visit visit) {
        return PageAnswer.page("faq-form.jte", database.read(transaction -> {
            var entry =
                    FaqEdit.find(transaction, visit.cmId(), visit.number("id")).orElseThrow(FaqForms::unknown);
            var tree = tree(transaction, visit);
            return new Form(
                    entry.id(),
                    was(entry, tree),
                    CategoryPaths.shown(tree, entry.categoryId()),
                    entry.title(),
                    entry.detail(),
                    markdown.html(entry.detail()),
                    "",
                    CategoryPaths.offered(tree),
                    Map.of(),
                    "");
        }));
    }

    private static ProblemException unknown() {
        return Problem.NO_SUCH_PATH.because("no such entry");
    }

    /** The digest of all that the form of a stored entry shows. */
    private static String was(FaqEntry entry, CategoryTree tree) {
        var category = CategoryPaths.shown(tree, entry.categoryId());
        return Secrets.text(Secrets.digest(String.join("\u0000", category, entry.title(), entry.detail())));
    }

    private CategoryTree tree(Transaction transaction, Visit visit) {
        return new CategoryTree(FaqStore.categories(transaction, visit.cmId()));
    }

    private List<String> paths(Visit visit) {
        return CategoryPaths.offered(database.read(transaction -> tree(transaction, visit)));
    }

    /** POST faq/{id}/edit: stores the entry, or shows a preview. */
    public PageAnswer save(Visit visit) {
        return save(visit, visit.number("id"));
    }

    /** POST faq/new: stores a new entry, or shows a preview. */
    public PageAnswer add(Visit visit) {
        return save(visit, 0);
    }

    private PageAnswer save(Visit visit, long id) {
        var typed = typed(visit, id);
        var problem = problem(visit, typed);
        if (problem.isPresent() || !visit.form("preview").isEmpty()) {
            return form(
                    visit,
                    id,
                    problem.filter(known -> visit.form("preview").isEmpty()).orElse(""));
        }
        var change = new FaqChange(
                "",
                typed.path,
                typed.title,
                typed.detail,
                new EmployeeName(visit.person().name(), "", visit.person().email()),
                clock.instant());
        try {
            database.run("console: write an FAQ entry", transaction -> {
                if (id == 0 ? !Once.isFirstToAdd(transaction, visit) : !Once.isFirst(transaction, visit)) {
                    return;
                }
                if (id == 0) {
                    visit.audited(transaction, AuditAction.WRITE_FAQ_ENTRY, add(transaction, visit, change));
                } else if (change(transaction, visit, id, change)) {
                    visit.audited(transaction, AuditAction.WRITE_FAQ_ENTRY, id);
                }
            });
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.CONFLICT, Problem.INVALID_VALUE);
            return id == 0 ? form(visit, id, visit.t(refused)) : refused(visit, id, visit.t(refused));
        }
        return PageAnswer.redirect(visit.url(id == 0 ? "faq" : "faq/" + id, "saved"));
    }

    /** The values to store: the typed ones, except for fields that nobody changed, which keep their stored values. */
    private Typed typed(Visit visit, long id) {
        return database.read(transaction -> {
            var stored = FaqEdit.find(transaction, visit.cmId(), id);
            return new Typed(
                    CategoryPaths.typed(
                            FaqChange.composed(visit.form("category")),
                            tree(transaction, visit),
                            stored.map(FaqEntry::categoryId)),
                    TypedText.line(stored.map(FaqEntry::title).orElse(""), visit.form("title")),
                    TypedText.markdown(stored.map(FaqEntry::detail).orElse(""), detail(visit)));
        });
    }

    /** The typed detail, without surrounding blank lines. It is Markdown, so the first line keeps its indentation. */
    private static String detail(Visit visit) {
        return Blanks.stripLines(visit.typed("detail").replace("\r\n", "\n").replace("\u0000", ""));
    }

    private long add(Transaction transaction, Visit visit, FaqChange change) {
        return FaqLoad.begin(transaction, visit.cmId(), clock.instant(), false).add(change);
    }

    /**
     * Changes an entry; false if the form has no new value. Refuses the form if the entry has changed since the form
     * was opened. Locks the entry before this check, so that the second of two concurrent saves is refused.
     */
    private boolean change(Transaction transaction, Visit visit, long id, FaqChange change) {
        var before = FaqEdit.lock(transaction, visit.cmId(), id).orElseThrow(FaqForms::unknown);
        var tree = tree(transaction, visit);
        if (!visit.form("was").equals(was(before, tree))) {
            throw Problem.CONFLICT.because(visit.t("error.entry.meanwhile"));
        }
        if (isStored(change, before, tree)) {
            return false;
        }
        FaqEdit.change(transaction, visit.cmId(), id, change, clock.instant());
        return true;
    }

    /**
     * Whether an entry already has all values of a change, perhaps in another Unicode form. To store them again would
     * only renew the entry's time of change.
     */
    private static boolean isStored(FaqChange change, FaqEntry entry, CategoryTree tree) {
        return change.title().equals(FaqChange.composed(entry.title()))
                && change.detail().equals(entry.detail())
                && change.path()
                        .equals(tree.path(entry.categoryId()).stream()
                                .map(FaqChange::composed)
                                .toList());
    }

    /**
     * The refused form of an existing entry. If the entry has changed since the form was opened, the form also shows
     * the stored values that differ, so that the next save may replace them.
     */
    private PageAnswer refused(Visit visit, long id, String problem) {
        var stored = new HashMap<String, String>();
        var was = database.read(transaction -> {
            var entry = FaqEdit.find(transaction, visit.cmId(), id).orElseThrow(FaqForms::unknown);
            var tree = tree(transaction, visit);
            stored.put("category", CategoryPaths.shown(tree, entry.categoryId()));
            stored.put("title", entry.title());
            stored.put("detail", entry.detail());
            return was(entry, tree);
        });
        stored.entrySet().removeIf(field -> isTyped(visit, field.getKey(), field.getValue()));
        return form(visit, id, was, visit.form("was").equals(was) ? Map.of() : stored, problem);
    }

    /**
     * Whether a field of the form, as it was sent, has the stored text. Changes that a browser makes on its own do not
     * count.
     */
    private static boolean isTyped(Visit visit, String name, String stored) {
        return name.equals("detail")
                ? TypedText.markdown(stored, detail(visit)).equals(stored)
                : TypedText.line(stored, visit.form(name)).equals(stored);
    }

    private PageAnswer form(Visit visit, long id, String problem) {
        return form(visit, id, visit.form("was"), Map.of(), problem);
    }

    private PageAnswer form(Visit visit, long id, String was, Map<String, String> stored, String problem) {
        var detail = detail(visit);
        var isLong = detail.length() > FaqChange.MAX_DETAIL;
        var form = new Form(
                id,
                was,
                visit.form("category"),
                visit.form("title"),
                detail,
                isLong ? "" : markdown.html(detail),
                isLong ? visit.t("faq.preview.long", limit(visit, FaqChange.MAX_DETAIL)) : "",
                paths(visit),
                stored,
                problem);
        return problem.isEmpty() ? PageAnswer.page("faq-form.jte", form) : PageAnswer.refused("faq-form.jte", form);
    }

    private static Optional<String> problem(Visit visit, Typed typed) {
        if (typed.path.isEmpty()) {
            return Optional.of(visit.t("error.category"));
        }
        if (typed.title.isEmpty() || typed.detail.isEmpty()) {
            return Optional.of(visit.t("error.entry"));
        }
        return FaqChange.isTooLong(typed.path, typed.title, typed.detail)
                ? Optional.of(visit.t("error.entry.long", limits(visit)))
                : Optional.empty();
    }

    private static Object[] limits(Visit visit) {
        return IntStream.of(FaqChange.MAX_CATEGORY, FaqChange.MAX_TITLE, FaqChange.MAX_DETAIL, FaqChange.MAX_PATH)
                .mapToObj(limit -> limit(visit, limit))
                .toArray();
    }

    private static String limit(Visit visit, int limit) {
        return NumberFormat.getIntegerInstance(visit.messages().locale()).format(limit);
    }
}
