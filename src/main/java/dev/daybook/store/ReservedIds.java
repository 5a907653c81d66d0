package dev.daybook.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The ids that a transaction has taken from the database, but not used yet. */
final class ReservedIds {
    private final IntFunction<Supplier<List<Long>>> source;
    private final Queue<Long> reserved = new ArrayDeque<>();
    private final List<Supplier<List<Long>>> coming = new ArrayList<>();
    private int idsComing;

    /** Takes ids from {@code source}, which gets the number of ids and returns a supplier that waits for these ids. */
    ReservedIds(IntFunction<Supplier<List<Long>>> source) {
        this.source = source;
    }

    long take() {
        if (reserved.isEmpty()) {
            reserve(1);
            coming.forEach(ids -> reserved.addAll(ids.get()));
            forgetComing();
        }
        return reserved.remove();
    }

    void reserve(int count) {
        var more = count - reserved.size() - idsComing;
        if (more > 0) {
            coming.add(source.apply(more));
            idsComing += more;
        }
    }

    void discard() {
        reserved.clear();
        forgetComing();
    }

    private void forgetComing() {
        coming.clear();
        idsComing = 0;
    }
}
