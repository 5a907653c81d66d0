package dev.daybook.imports;

import dev.daybook.imports.file.Row;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file that form one record. They are read or refused together.
 *
 * @param record the record; empty if it is refused
 * @param parts its rows
 * @param <R> a record of the file
 */
record Unit<R>(Optional<R> record, List<Part> parts) {
    Unit {
        parts = List.copyOf(parts);
    }

    /**
     * A row of the record.
     *
     * @param reason why it is refused; empty if it is not
     * @param isStray whether the key of this row is missing or uncertain, so that other rows of its record may be
     *     imported even if this row is refused; false if rows are not joined
     */
    record Part(Row row, String reason, boolean isStray) {}

    /** The number of characters of its rows. */
    long length() {
        return parts.stream().mapToLong(part -> part.row.length()).sum();
    }

    /** A record without its rows, for loads that do not need them. */
    static <R> Unit<R> of(R record) {
        return new Unit<>(Optional.of(record), List.of());
    }

    /** Returns a unit of the same rows, all of them refused for this reason. */
    Unit<R> refused(String reason) {
        return new Unit<>(
                Optional.empty(),
                parts.stream()
                        .map(part -> new Part(part.row, reason, part.isStray))
                        .toList());
    }
}
