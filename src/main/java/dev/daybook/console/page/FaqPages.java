package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.markdown.Markdown;
import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.faq.FaqEdit;
import dev.daybook.store.faq.FaqStore;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Pages to search and read the FAQ. A search ranks as Search FAQ Content of the API does. */
public final class FaqPages {
    private static final int ROWS = 25;

    /** The most categories that the page shows: an FAQ may have 10,000, with names of 500 characters. */
    private static final int CATEGORIES = 1_000;

    private final Markdown markdown = new Markdown();
    private final Database database;

    public FaqPages(Database database) {
        this.database = database;
    }

    /**
     * A category in the tree.
     *
     * @param depth how deep it is, 0 at the top
     */
    public record Node(FaqCategory category, int depth) {}

    /**
     * The FAQ.
     *
     * @param asked whether the visitor asked for words or for a category. The entries then come before the tree, so
     *     that they are at the top of a narrow screen, and the Tab key reaches them first
     * @param words the words to search for, empty for no search
     * @param categoryId the chosen category, 0 for none
     * @param tree the categories
     * @param entries the entries of this page
     * @param total how many entries match in all
     * @param start the index of the first shown entry, from 0
     * @param problem why these words cannot be searched for, or why this category cannot be removed; empty if neither
     *     was refused
     */
    public record Found(
            boolean asked,
            String words,
            long categoryId,
            List<Node> tree,
            List<FaqEntry> entries,
            long total,
            long start,
            String problem) {
        /** The categories that the page shows. */
        public List<Node> shown() {
            return tree.subList(0, Math.min(tree.size(), CATEGORIES));
        }

        /**
         * Whether the chosen category has neither entries nor subcategories, so that it can be removed. False if the
         * page shows a search.
         */
        public boolean isUnused() {
            return words.isEmpty()
                    && total == 0
                    && has(tree, categoryId)
                    && tree.stream().noneMatch(node -> node.category.parentId() == categoryId);
        }

        /** The index of the first entry of the next page, 0 if there is none. */
        public long next() {
            return start + entries.size() < total && !entries.isEmpty() ? start + entries.size() : 0;
        }
    }

    /**
     * An entry.
     *
     * @param path the names of its categories from the top down
     * @param html its detail as HTML
     */
    public record Shown(FaqEntry entry, List<String> path, String html) {}

    /** GET faq. */
    public PageAnswer list(Visit visit) {
        var words = visit.query("q");
        var start = Math.min(visit.queryNumber("start").orElse(0L), 100_000);
        var range = new IndexRange(start, start + ROWS);
        var category = visit.queryNumber("category");
        var asked = category.isPresent() || !words.isEmpty();
        return PageAnswer.page("faq.jte", database.read(transaction -> {
            var categories = FaqStore.categories(transaction, visit.cmId());
            var tree = tree(categories);
            var chosen = category.orElseGet(() -> asked ? 0L : firstFilled(transaction, visit.cmId(), tree));
            var room = AnswerRoom.endless();
            try {
                var page = words.isEmpty()
                        ? FaqStore.contents(
                                transaction, visit.cmId(), new FaqFilter(chosen, Optional.empty(), 0), range, room)
                        : FaqStore.search(transaction, visit.cmId(), SearchWords.of(words), chosen, range, room);
                return new Found(asked, words, chosen, tree, page.entries(), page.total(), start, "");
            } catch (ProblemException refused) {
                if (refused.reason().filter(Reason.TOO_MANY_WORDS::equals).isEmpty()) {
                    throw refused;
                }
                // Answer with status 200 and an empty list: the script of the page does not show an answer with an
                // error status.
                return new Found(asked, words, chosen, tree, List.of(), 0, 0, visit.t(refused));
            }
        }));
    }

    /**
     * The id of the first category with entries of its own, so that the page shows some entries. Searches the first
     * {@link #ROWS} categories of the tree; 0 if none of them has entries.
     */
    private long firstFilled(Transaction transaction, long cmId, List<Node> tree) {
        var first = new IndexRange(0, 1);
        return tree.stream()
                .limit(ROWS)
                .map(node -> node.category().id())
                .filter(id -> !FaqStore.contents(
                                transaction, cmId, new FaqFilter(id, Optional.empty(), 0), first, AnswerRoom.endless())
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

    private static boolean has(List<Node> tree, long categoryId) {
        return tree.stream().anyMatch(node -> node.category.id() == categoryId);
    }

    /** GET faq/{id}. */
    public PageAnswer show(Visit visit) {
        return database.read(transaction -> {
            var entry = FaqEdit.find(transaction, visit.cmId(), visit.number("id"))
                    .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such entry"));
            var categories = new CategoryTree(FaqStore.categories(transaction, visit.cmId()));
            return PageAnswer.page(
                    "faq-entry.jte",
                    new Shown(entry, categories.path(entry.categoryId()), markdown.html(entry.detail())));
        });
    }

    /** POST faq/{id}/remove. */
    public PageAnswer remove(Visit visit) {
        var id = visit.number("id");
        database.run("console: remove an FAQ entry", transaction -> {
            if (FaqEdit.remove(transaction, visit.cmId(), id)) {
                visit.audited(transaction, AuditAction.REMOVE_FAQ_ENTRY, id);
            }
        });
        return PageAnswer.redirect(visit.url("faq", "entry.removed"));
    }

    /** POST faq/categories/{id}/remove: removes the category, unless it has an entry or a subcategory. */
    public PageAnswer removeCategory(Visit visit) {
        var id = visit.number("id");
        var isRemoved = database.write("console: remove an FAQ category", transaction -> {
            var removed = FaqEdit.removeCategory(transaction, visit.cmId(), id);
            if (removed) {
                visit.audited(transaction, AuditAction.REMOVE_FAQ_CATEGORY, id);
            }
            return removed;
        });
        var left = isRemoved
                ? List.<Node>of()
                : database.read(reading -> tree(FaqStore.categories(reading, visit.cmId())));
        return has(left, id)
                ? PageAnswer.refused(
                        "faq.jte", new Found(true, "", id, left, List.of(), 0, 0, visit.t("error.category.used")))
                : PageAnswer.redirect(visit.url("faq", "category.removed"));
    }
}
