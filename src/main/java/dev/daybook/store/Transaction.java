package dev.daybook.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One transaction, as the stores pass it on: what is done with it is done whole or not at all. Outside this room it is
 * only handed from one store to another.
 */
public final class Transaction {
    private final Handle handle;
    private final Dialect dialect;

    Transaction(Handle handle, Dialect dialect) {
        this.handle = handle;
        this.dialect = dialect;
    }

    Handle handle() {
        return handle;
    }

    Dialect dialect() {
        return dialect;
    }

    long takeId() {
        return takeIds(1).get(0);
    }

    List<Long> takeIds(int count) {
        return dialect.takeIds(handle, count);
    }
}
