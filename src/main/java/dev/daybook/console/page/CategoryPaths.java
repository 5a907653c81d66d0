package dev.daybook.console.page;

import dev.daybook.domain.faq.CategoryTree;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.message.Blanks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Paths of categories of the FAQ as the form of an entry shows them, and as people type them. */
final class CategoryPaths {
    /** The most categories that are offered while typing: each has a path of up to 2,000 characters. */
    private static final int MOST_OFFERED = 1_000;

    private CategoryPaths() {}

    /** A category, with its path as the form shows it, in the composed form of Unicode. */
    private record Offered(List<String> path, String shown) {
        boolean isAtOrAbove(String typed) {
            return typed.equals(shown) || typed.startsWith(shown + " / ") || typed.startsWith(shown + " > ");
        }

        /**
         * The text after the path of this category, without a {@code " / "} at its start. {@link #isAtOrAbove} must be
         * true.
         */
        String below(String typed) {
            return typed.substring(shown.length()).replaceFirst("^ / ", "");
        }
    }

    /** The path of a category as the form shows it: the names from the top down. */
    static String shown(CategoryTree tree, long id) {
        return String.join(" / ", tree.path(id));
    }

    /** The paths to choose from: those of the first {@link #MOST_OFFERED} categories, sorted. */
    static List<String> offered(CategoryTree tree) {
        return tree.depthFirst().stream()
                .limit(MOST_OFFERED)
                .map(category -> shown(tree, category.id()))
                .sorted()
                .toList();
    }

    /**
     * Divides the typed path of a category into names of categories, from the top down. The form shows a path with
     * {@code " / "} between the names, but a name may itself contain a slash. So the text is first compared with the
     * paths of the existing categories, and the longest one with which it begins is kept. After this path, the text
     * must end or continue with {@code " / "} or {@code " > "}. Only the rest is divided: at each {@code >}, as an
     * import does; without a {@code >}, at each slash. For example, if there is a category "In/Out", then "In/Out /
     * Returns" has the two names "In/Out" and "Returns"; otherwise it has three. If two categories have the same path
     * as text, the current category of the entry is preferred.
     *
     * @param typed the path, in the composed form of Unicode
     * @param own the current category of the entry; empty for a new entry
     */
    static List<String> typed(String typed, CategoryTree tree, Optional<Long> own) {
        return Stream.concat(own.stream(), tree.depthFirst().stream().map(FaqCategory::id))
                .map(category ->
                        new Offered(tree.path(category), FaqChange.composed(TypedText.shown(shown(tree, category)))))
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
}
