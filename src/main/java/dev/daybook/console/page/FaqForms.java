package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.markdown.Markdown;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqCategory;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The form to write an entry of the FAQ. */
public final class FaqForms {
    /** The most categories that are offered while typing: each has a path of up to 2,000 characters. */
    private static final int MOST_OFFERED = 1_000;

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
     * @param was when the entry changed last, in milliseconds since 1970; empty for a new entry
     * @param category the names of its categories from the top down, separated by slashes
     * @param title the title, as stored or as typed
     * @param detail the detail, as stored or as typed
     * @param html the preview of the detail
     * @param note the message that the detail is too long for a preview; empty if it is not
     * @param paths the categories to choose from
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
            String problem) {}

    private record Typed(List<String> path, String title, String detail) {}

    /** A category, with its text as the form shows it, composed. */
    private record Offered(List<String> path, String shown) {
        boolean isAtOrAbove(String typed) {
            return typed.equals(shown) || typed.startsWith(shown + " / ") || typed.startsWith(shown + " > ");
        }

        /** The text behind this category and the sign that follows it. */
        String below(String typed) {
            return typed.substring(shown.length()).replaceFirst("^ / ", "");
        }
    }

    /** GET faq/new. */
    public PageAnswer blank(Visit visit) {
        return PageAnswer.page("faq-form.jte", new Form(0, "", "", "", "", "", "", paths(visit), ""));
    }

    /** GET faq/{id}/edit. */
    public PageAnswer edit(Visit visit) {
        return PageAnswer.page("faq-form.jte", database.read(transaction -> {
            var known =
                    FaqEdit.find(transaction, visit.cmId(), visit.number("id")).orElseThrow(FaqForms::unknown);
            var entry = known.entry();
            var tree = tree(transaction, visit);
            return new Form(
                    entry.id(),
                    was(known),
                    path(tree, entry.categoryId()),
                    entry.title(),
                    entry.detail(),
                    markdown.html(entry.detail()),
                    "",
                    pathsOf(tree),
                    "");
        }));
    }

    private static ProblemException unknown() {
        return Problem.NO_SUCH_PATH.because("no such entry");
    }

    private static String was(FaqEdit.Known known) {
        return Long.toString(known.modifiedAt().toEpochMilli());
    }

    private CategoryTree tree(Transaction transaction, Visit visit) {
        return new CategoryTree(FaqStore.categories(transaction, visit.cmId()));
    }

    private static String path(CategoryTree tree, long id) {
        return String.join(" / ", tree.path(id));
    }

    private List<String> paths(Visit visit) {
        return pathsOf(database.read(transaction -> tree(transaction, visit)));
    }

    private static List<String> pathsOf(CategoryTree tree) {
        return tree.depthFirst().stream()
                .limit(MOST_OFFERED)
                .map(category -> path(tree, category.id()))
                .sorted()
                .toList();
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
            return form(visit, id, visit.t(refused));
        }
        return PageAnswer.redirect(visit.url(id == 0 ? "faq" : "faq/" + id, "saved"));
    }

    /** The values to store: the typed ones, except for fields that nobody changed, which keep their stored values. */
    private Typed typed(Visit visit, long id) {
        return database.read(transaction -> {
            var stored = FaqEdit.find(transaction, visit.cmId(), id).map(FaqEdit.Known::entry);
            return new Typed(
                    path(
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

    /**
     * Divides the typed path of a category into names of categories, from the top down. The form shows a path with
     * {@code " / "} between the names, but a name may itself contain a slash. So if the typed text is the path of an
     * existing category, or begins with such a path and {@code " / "} or {@code " > "}, this part stands for the
     * category. Only the rest is divided: at each {@code >}, as an import does, or, if there is none, at each slash.
     * The longest such path is used. For example, if there is a category "In/Out", then "In/Out / Returns" has the two
     * names "In/Out" and "Returns"; otherwise it has three. If two categories have the same path as text, the current
     * category of the entry is preferred.
     *
     * @param typed the path, composed
     * @param own the current category of the entry; empty for a new entry
     */
    private static List<String> path(String typed, CategoryTree tree, Optional<Long> own) {
        return Stream.concat(own.stream(), tree.depthFirst().stream().map(FaqCategory::id))
                .map(category ->
                        new Offered(tree.path(category), FaqChange.composed(TypedText.shown(path(tree, category)))))
                .filter(offered -> offered.isAtOrAbove(typed))
                .max(Comparator.comparingInt(offered -> offered.shown.length()))
                .map(offered -> Stream.concat(offered.path.stream(), divided(offered.below(typed)))
                        .toList())
                .orElseGet(() -> divided(typed).toList());
    }

    private static Stream<String> divided(String typed) {
        return Arrays.stream(typed.split(typed.contains(">") ? ">" : "/", -1))
                .map(Blanks::strip)
                .filter(name -> !name.isEmpty());
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
        if (!visit.form("was").equals(was(before))) {
            throw Problem.CONFLICT.because(visit.t("error.entry.meanwhile"));
        }
        if (isStored(change, before.entry(), tree(transaction, visit))) {
            return false;
        }
        FaqEdit.change(transaction, visit.cmId(), id, change, clock.instant());
        return true;
    }

    /**
     * Whether an entry already has all values of a change. To store them again would renew the entry's time of change,
     * and forms that others have open would then be refused. The same holds for another Unicode form of them.
     */
    private static boolean isStored(FaqChange change, FaqEntry entry, CategoryTree tree) {
        return change.title().equals(FaqChange.composed(entry.title()))
                && change.detail().equals(entry.detail())
                && change.path()
                        .equals(tree.path(entry.categoryId()).stream()
                                .map(FaqChange::composed)
                                .toList());
    }

    private PageAnswer form(Visit visit, long id, String problem) {
        var detail = detail(visit);
        var isLong = detail.length() > FaqChange.MAX_DETAIL;
        var form = new Form(
                id,
                visit.form("was"),
                visit.form("category"),
                visit.form("title"),
                detail,
                isLong ? "" : markdown.html(detail),
                isLong ? visit.t("faq.preview.long", limit(visit, FaqChange.MAX_DETAIL)) : "",
                paths(visit),
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
