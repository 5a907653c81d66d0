package dev.daybook.console.page;

import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.faq.FaqEdit;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.faq.FaqStore;
import java.text.NumberFormat;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pages to search, read and write the FAQ. A search ranks as Search FAQ Contents of the API does. */
public final class FaqPages {
    private static final int ROWS = 25;

    private final FaqStore faq = new FaqStore();
    private final Markdown markdown = new Markdown();
    private final FaqEdit edit = new FaqEdit();
    private final Database database;
    private final Clock clock;

    /** Uses the clock of records. */
    public FaqPages(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A category in the tree.
     *
     * @param category the category
     * @param depth how deep it is, 0 at the top
     */
    public record Node(FaqCategory category, int depth) {}

    /**
     * The FAQ.
     *
     * @param words the words to search for, empty for no search
     * @param categoryId the chosen category, 0 for none
     * @param tree the categories
     * @param entries the entries
     * @param total how many there are in all
     * @param start the index of the first shown entry, from 0
     */
    public record Found(
            String words, long categoryId, List<Node> tree, List<FaqEntry> entries, long total, long start) {
        /** The index of the first entry of the next page, 0 if there is none. */
        public long next() {
            return start + entries.size() < total && !entries.isEmpty() ? start + entries.size() : 0;
        }
    }

    /**
     * An entry.
     *
     * @param entry the entry
     * @param path the names of its categories from the top down
     * @param html its detail as HTML
     */
    public record Shown(FaqEntry entry, List<String> path, String html) {}

    /**
     * The form of an entry.
     *
     * @param id the entry, 0 for a new one
     * @param was when the entry changed last, in milliseconds since 1970; empty for a new entry
     * @param category the names of its categories from the top down, separated by slashes
     * @param title the title, as stored or as typed
     * @param detail the detail, as stored or as typed
     * @param html the preview of the detail
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
            List<String> paths,
            String problem) {}

    /** GET faq. */
    public Reply list(Visit visit) {
        var words = visit.query("q");
        var start = Math.min(visit.queryNumber("start").orElse(0L), 100_000);
        var range = new IndexRange(start, start + ROWS);
        return Reply.page("faq.jte", database.read(transaction -> {
            var categories = faq.categories(transaction, visit.cmId());
            var tree = tree(categories);
            var chosen = visit.queryNumber("category")
                    .orElseGet(() -> words.isEmpty() ? firstFilled(transaction, visit.cmId(), tree) : 0L);
            var page = words.isEmpty()
                    ? faq.contents(transaction, visit.cmId(), new FaqFilter(chosen, Optional.empty(), 0), range)
                    : faq.search(transaction, visit.cmId(), SearchWords.of(words), chosen, range);
            return new Found(words, chosen, tree, page.entries(), page.total(), start);
        }));
    }

    /** The first category that has entries of its own, so that the page begins with some; 0 if there is none. */
    private long firstFilled(Transaction transaction, long cmId, List<Node> tree) {
        return tree.stream()
                .limit(ROWS)
                .map(node -> node.category().id())
                .filter(id -> !faq.contents(
                                transaction, cmId, new FaqFilter(id, Optional.empty(), 0), new IndexRange(0, 1))
                        .entries()
                        .isEmpty())
                .findFirst()
                .orElse(0L);
    }

    private static List<Node> tree(List<FaqCategory> categories) {
        var depths = new HashMap<Long, Integer>();
        return new CategoryTree(categories)
                .depthFirst().stream()
                        .map(category -> {
                            var depth = depths.getOrDefault(category.parentId(), -1) + 1;
                            depths.put(category.id(), depth);
                            return new Node(category, depth);
                        })
                        .toList();
    }

    private static List<String> path(Map<Long, FaqCategory> byId, long id) {
        var path = new ArrayList<String>();
        for (var at = byId.get(id); at != null; at = byId.get(at.parentId())) {
            path.add(0, at.name());
        }
        return path;
    }

    private Map<Long, FaqCategory> categories(Visit visit) {
        var byId = new HashMap<Long, FaqCategory>();
        database.read(transaction -> faq.categories(transaction, visit.cmId()))
                .forEach(category -> byId.put(category.id(), category));
        return byId;
    }

    private FaqEdit.Known known(Visit visit) {
        return database.read(transaction -> edit.find(transaction, visit.cmId(), visit.number("id")))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such entry"));
    }

    /** GET faq/{id}. */
    public Reply show(Visit visit) {
        var entry = known(visit).entry();
        return Reply.page(
                "faq-entry.jte",
                new Shown(entry, path(categories(visit), entry.categoryId()), markdown.html(entry.detail())));
    }

    private List<String> paths(Visit visit) {
        var byId = categories(visit);
        return byId.keySet().stream()
                .map(id -> String.join(" / ", path(byId, id)))
                .sorted()
                .toList();
    }

    /** GET faq/new. */
    public Reply blank(Visit visit) {
        return Reply.page("faq-form.jte", new Form(0, "", "", "", "", "", paths(visit), ""));
    }

    /** GET faq/{id}/edit. */
    public Reply edit(Visit visit) {
        var known = known(visit);
        var entry = known.entry();
        return Reply.page(
                "faq-form.jte",
                new Form(
                        entry.id(),
                        was(known),
                        String.join(" / ", path(categories(visit), entry.categoryId())),
                        entry.title(),
                        entry.detail(),
                        markdown.html(entry.detail()),
                        paths(visit),
                        ""));
    }

    /** POST faq/{id}/edit: stores the entry, or shows a preview. */
    public Reply save(Visit visit) {
        return save(visit, known(visit).entry().id());
    }

    /** POST faq/new: stores a new entry, or shows a preview. */
    public Reply add(Visit visit) {
        return save(visit, 0);
    }

    private Reply save(Visit visit, long id) {
        var path = Arrays.stream(visit.form("category").split("/", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        var problem = problem(visit, path);
        if (problem.isPresent() || !visit.form("preview").isEmpty()) {
            return form(
                    visit,
                    id,
                    problem.filter(known -> visit.form("preview").isEmpty()).orElse(""));
        }
        var change = new FaqChange(
                "",
                path,
                visit.form("title"),
                visit.form("detail"),
                new EmployeeName(visit.person().name(), "", visit.person().email()),
                clock.instant());
        try {
            database.run("console: write an FAQ entry", transaction -> {
                if (id == 0) {
                    new FaqLoad(transaction, visit.cmId(), clock.instant(), false).load(List.of(change));
                } else {
                    change(transaction, visit, id, change);
                }
                visit.audited(transaction, AuditAction.WRITE_FAQ_ENTRY, id);
            });
        } catch (ProblemException refused) {
            if (refused.problem() != Problem.CONFLICT) {
                throw refused;
            }
            return form(visit, id, visit.t(refused));
        }
        return Reply.redirect(visit.url(id == 0 ? "faq" : "faq/" + id, "saved"));
    }

    /** The entry is locked before it is compared with the one in the form: of two saves the second is refused. */
    private void change(Transaction transaction, Visit visit, long id, FaqChange change) {
        var before = edit.lock(transaction, visit.cmId(), id)
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such entry"));
        if (!visit.form("was").equals(was(before))) {
            throw Problem.CONFLICT.because(visit.t("error.entry.meanwhile"));
        }
        edit.change(transaction, visit.cmId(), id, change, clock.instant());
    }

    private static String was(FaqEdit.Known known) {
        return Long.toString(known.modifiedAt().toEpochMilli());
    }

    private Reply form(Visit visit, long id, String problem) {
        var form = new Form(
                id,
                visit.form("was"),
                visit.form("category"),
                visit.form("title"),
                visit.form("detail"),
                markdown.html(visit.form("detail")),
                paths(visit),
                problem);
        return problem.isEmpty() ? Reply.page("faq-form.jte", form) : Reply.refused("faq-form.jte", form);
    }

    private static Optional<String> problem(Visit visit, List<String> path) {
        if (path.isEmpty()) {
            return Optional.of(visit.t("error.category"));
        }
        if (visit.form("title").isEmpty() || visit.form("detail").isEmpty()) {
            return Optional.of(visit.t("error.entry"));
        }
        return FaqChange.isTooLong(path, visit.form("title"), visit.form("detail"))
                ? Optional.of(visit.t("error.entry.long", limits(visit)))
                : Optional.empty();
    }

    private static Object[] limits(Visit visit) {
        return IntStream.of(FaqChange.MAX_CATEGORY, FaqChange.MAX_TITLE, FaqChange.MAX_DETAIL)
                .mapToObj(limit -> NumberFormat.getIntegerInstance(
                                visit.messages().locale())
                        .format(limit))
                .toArray();
    }

    /** POST faq/{id}/remove. */
    public Reply remove(Visit visit) {
        var id = visit.number("id");
        database.run("console: remove an FAQ entry", transaction -> {
            if (edit.remove(transaction, visit.cmId(), id)) {
                visit.audited(transaction, AuditAction.REMOVE_FAQ_ENTRY, id);
            }
        });
        return Reply.redirect(visit.url("faq", "entry.removed"));
    }
}
