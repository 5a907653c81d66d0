package dev.daybook.domain.faq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The categories of an account as a tree of any depth. */
public final class CategoryTree {
    private static final long TOP = 0;

    private final Map<Long, List<FaqCategory>> children = new HashMap<>();
    private final Map<Long, FaqCategory> byId = new HashMap<>();

    /** A tree of categories. Those with the same parent keep the given order. */
    public CategoryTree(List<FaqCategory> categories) {
        for (var category : categories) {
            children.computeIfAbsent(category.parentId(), key -> new ArrayList<>())
                    .add(category);
            byId.put(category.id(), category);
        }
    }

    /** All categories, each followed by its subcategories. */
    public List<FaqCategory> depthFirst() {
        var all = new ArrayList<FaqCategory>();
        var open = new ArrayDeque<FaqCategory>();
        pushChildren(open, TOP);
        while (!open.isEmpty()) {
            var next = open.pop();
            all.add(next);
            pushChildren(open, next.id());
        }
        return all;
    }

    /** The name of the parent category; empty at the top. */
    public String parentName(FaqCategory category) {
        var parent = byId.get(category.parentId());
        return parent == null ? "" : parent.name();
    }

    /** The names of a category and all above it, from the top down; empty if there is no such category. */
    public List<String> path(long id) {
        var path = new ArrayDeque<String>();
        for (var at = byId.get(id); at != null; at = byId.get(at.parentId())) {
            path.addFirst(at.name());
        }
        return List.copyOf(path);
    }

    private void pushChildren(ArrayDeque<FaqCategory> open, long parent) {
        var siblings = children.getOrDefault(parent, List.of());
        for (var index = siblings.size() - 1; index >= 0; index--) {
            open.push(siblings.get(index));
        }
    }
}
