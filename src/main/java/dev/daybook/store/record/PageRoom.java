package dev.daybook.store.record;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Size limit of a page: the requested number of records, or {@link #BYTES}, whichever is reached first. The record that
 * reaches the limit is part of the page, so a page always has at least one record.
 */
public final class PageRoom {
    /** 8 MiB; a page of 1,000 typical customers has a fifth of this size. */
    public static final long BYTES = 8 << 20;

    private int records;
    private long bytes;

    /** Starts an empty page, which can have at most {@code limit} records. */
    PageRoom(int limit) {
        this.records = limit;
        this.bytes = BYTES;
    }

    /** Counts a record of this length in bytes. */
    void take(int length) {
        records--;
        bytes -= length;
    }

    boolean isFull() {
        return records <= 0 || bytes <= 0;
    }

    /**
     * The first elements of a list, up to and including the one with which the sum of their sizes reaches {@code most};
     * all elements if the sum stays below.
     */
    public static <T> List<T> first(List<T> all, long most, ToLongFunction<T> size) {
        var sum = 0L;
        for (var count = 0; count < all.size(); count++) {
            sum += size.applyAsLong(all.get(count));
            if (sum >= most) {
                return all.subList(0, count + 1);
            }
        }
        return all;
    }
}
