package dev.daybook.store.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A few rows for a statement with question marks. Each row is a statement that waits for the next round trip. */
final class WaitingRows extends RowBatch {
    private final RoundTrip trip;
    private final String sql;
    private List<@Nullable Object> row = new ArrayList<>();

    WaitingRows(RoundTrip trip, String sql) {
        this.trip = trip;
        this.sql = sql;
    }

    @Override
    void put(@Nullable Object value) {
        row.add(value);
    }

    @Override
    public void endRow() {
        trip.add(new RoundTrip.Waiting(sql, row, rows -> {}));
        row = new ArrayList<>();
    }

    @Override
    public void execute() {
        // The rows are sent with the next round trip.
    }

    @Override
    public void close() {}
}
