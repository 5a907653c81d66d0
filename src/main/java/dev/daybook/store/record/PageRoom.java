package dev.daybook.store.record;

/**
 * How much one page holds: as many records as were asked for, or as many as have {@link #BYTES} together, whichever is
 * reached first. A record that goes beyond the bytes is the last one, so that a page always has at least one.
 */
final class PageRoom {
    /** 8 MiB; a page of 1,000 usual customers has a fifth of it. */
    static final long BYTES = 8 << 20;

    private int records;
    private long bytes;

    /** Room for at most so many records. */
    PageRoom(int limit) {
        this.records = limit;
        this.bytes = BYTES;
    }

    /** Takes room for a record. */
    void take(int length) {
        records--;
        bytes -= length;
    }

    /** Whether nothing more belongs to this page. */
    boolean isFull() {
        return records <= 0 || bytes <= 0;
    }
}
