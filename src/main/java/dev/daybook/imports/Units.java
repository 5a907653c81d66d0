package dev.daybook.imports;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.imports.file.Row;
import dev.daybook.imports.file.Rows;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.RowRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Iterator over the records of an open file. Several rows may form one record, and rows of other records may be between
 * them. The rows of a record are joined, and the record comes at the position of its last row. The order of the records
 * is the same each time the file is read. A refused record comes as a unit without a record. Throws a ProblemException
 * with INVALID_VALUE if too many rows wait for other rows of their record.
 *
 * @param <R> a record of the file
 */
final class Units<R> implements Iterator<Unit<R>> {
    /** The maximum number of rows that wait for other rows of their record. */
    private static final int MOST_WAITING = 500_000;

    /**
     * The maximum number of characters of the rows that wait for other rows of their record. An import through the
     * console runs in a server, which needs memory for requests too.
     */
    private static final int MOST_WAITING_CHARACTERS = 30_000_000;

    private static final int BATCH_SIZE = 500;

    /**
     * The number of characters after which no further row is read ahead or put in a batch. The {@value #BATCH_SIZE}
     * rows that are read ahead usually have far fewer. The bound protects a server's memory, because a row that is too
     * long is refused only after it was read.
     */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final ImportKind<R> kind;
    private final Rows rows;
    private final RowRules rules;
    private final boolean lastWins;
    private final Map<String, Integer> counts;
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, String> otherPlaces = new HashMap<>();
    private final Map<String, List<Read<R>>> open = new HashMap<>();
    private final Queue<Unit<R>> ready = new ArrayDeque<>();
    private int waiting;
    private long waitingCharacters;

    /**
     * Reads records from these rows.
     *
     * @param counts the number of rows of each record that has several rows, by the key of the record; see {@link
     *     #count}
     * @param lastWins whether a later row with the key of an earlier one updates it instead of being refused
     */
    Units(ImportKind<R> kind, Rows rows, RowRules rules, boolean lastWins, Map<String, Integer> counts) {
        this.kind = kind;
        this.rows = rows;
        this.rules = rules;
        this.lastWins = lastWins;
        this.counts = counts;
    }

    /**
     * A row after parsing. If the row is refused, {@code fields} and {@code record} are empty, and {@code reason} says
     * why. {@code key} is empty if the row has none.
     */
    private record Read<R>(
            Row row, String key, String otherKey, Optional<Fields> fields, Optional<R> record, String reason) {
        Unit.Part part(String other) {
            return part(other, false);
        }

        Unit.Part part(String other, boolean isStray) {
            return new Unit.Part(row, reason.isEmpty() ? other : reason, isStray);
        }
    }

    /**
     * Counts the rows of each record, by the key of the record. Leaves out rows without a readable key, and records
     * with only one row.
     */
    static Map<String, Integer> count(ImportKind<?> kind, Rows rows) {
        var counts = new HashMap<String, Integer>();
        while (rows.hasNext()) {
            var key = key(kind, rows.next());
            if (!key.isEmpty()) {
                counts.merge(key, 1, Integer::sum);
            }
        }
        counts.values().removeIf(count -> count == 1);
        return counts;
    }

    private static String key(ImportKind<?> kind, Row row) {
        try {
            return kind.key(row.fields().get());
        } catch (ProblemException unreadable) {
            return "";
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && rows.hasNext()) {
            readSome().forEach(this::add);
        }
        return !ready.isEmpty();
    }

    @Override
    public Unit<R> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** The next records: at most {@code most}, fewer if they are long, none at the end of the file. */
    List<Unit<R>> next(int most) {
        var some = new ArrayList<Unit<R>>();
        for (var length = 0L; some.size() < most && length < MOST_CHARACTERS && hasNext(); ) {
            var unit = next();
            some.add(unit);
            length += unit.length();
        }
        return some;
    }

    /** Reads the next rows and parses them, in parallel if possible: parsing a row costs more than finding its end. */
    private List<Read<R>> readSome() {
        var some = new ArrayList<Row>(BATCH_SIZE);
        for (var length = 0L; some.size() < BATCH_SIZE && length < MOST_CHARACTERS && rows.hasNext(); ) {
            var row = rows.next();
            some.add(row);
            length += row.length();
        }
        return (rows.areIndependent() ? some.parallelStream() : some.stream())
                .map(this::read)
                .toList();
    }

    private Read<R> read(Row row) {
        if (!row.malformed().isEmpty()) {
            return new Read<>(row, key(kind, row), "", Optional.empty(), Optional.empty(), row.malformed());
        }
        var key = "";
        try {
            var fields = row.fields().get();
            key = kind.key(fields);
            var other = kind.otherKey(fields);
            return new Read<>(row, key, other, Optional.of(fields), Optional.of(kind.read(fields, rules)), "");
        } catch (ProblemException refused) {
            return new Read<>(row, key, "", Optional.empty(), Optional.empty(), ProblemText.of(refused));
        }
    }

    private void add(Read<R> read) {
        if (!kind.joinsRows()) {
            ready.add(alone(read));
            return;
        }
        var count = counts.getOrDefault(read.key, 1);
        if (read.key.isEmpty() || count == 1) {
            // In a malformed row, another value may be in the place of the key.
            var isStray = read.key.isEmpty() || !read.row.malformed().isEmpty();
            ready.add(new Unit<>(read.record, List.of(read.part("", isStray))));
            return;
        }
        var together = open.computeIfAbsent(read.key, key -> new ArrayList<>());
        together.add(read);
        waiting++;
        waitingCharacters += read.row.length();
        if (together.size() == count) {
            open.remove(read.key);
            waiting -= count;
            waitingCharacters -=
                    together.stream().mapToLong(one -> one.row.length()).sum();
            ready.add(joined(together));
        } else if (waiting > MOST_WAITING || waitingCharacters > MOST_WAITING_CHARACTERS) {
            throw tooManyWait(read.key);
        }
    }

    private ProblemException tooManyWait(String key) {
        var isOne = open.size() == 1;
        var what = isOne ? "the record " + key + " is too large" : "the rows of too many records are apart";
        var advice = isOne ? "leave out its rows" : "sort the file by its " + kind.keyField();
        return Problem.INVALID_VALUE.because(
                what + ": at most " + MOST_WAITING + " rows with " + MOST_WAITING_CHARACTERS
                        + " characters can wait for the others of their record; " + advice + " and import it again");
    }

    private Unit<R> alone(Read<R> read) {
        if (read.record.isPresent() && !read.key.isEmpty() && !lastWins) {
            var first = Stream.of(places.get(read.key), otherPlaces.get(read.key), places.get(read.otherKey))
                    .filter(Objects::nonNull)
                    .findFirst();
            if (first.isPresent()) {
                var reason = kind.keyField() + ": the same as in " + rows.placeName() + " " + first.get()
                        + "; with --duplicates last this row would update that one";
                return new Unit<>(Optional.empty(), List.of(read.part(reason)));
            }
            places.put(read.key, read.row.place());
            if (!read.otherKey.isEmpty()) {
                otherPlaces.put(read.otherKey, read.row.place());
            }
        }
        return new Unit<>(read.record, List.of(read.part("")));
    }

    private Unit<R> joined(List<Read<R>> together) {
        var refused = together.stream().filter(read -> read.record.isEmpty()).findFirst();
        if (refused.isPresent()) {
            var other = "its record is refused because of " + rows.placeName() + " "
                    + refused.get().row.place();
            return unit(together, Optional.empty(), other);
        }
        try {
            var all = together.stream().map(read -> read.fields.orElseThrow()).toList();
            return unit(together, Optional.of(kind.join(all, rules, lastWins)), "");
        } catch (ProblemException contradiction) {
            return unit(together, Optional.empty(), ProblemText.of(contradiction));
        }
    }

    private static <R> Unit<R> unit(List<Read<R>> together, Optional<R> record, String reason) {
        // If all rows are malformed, they may share another value that is in the place of the key.
        var isStray = together.stream().noneMatch(read -> read.row.malformed().isEmpty());
        return new Unit<>(
                record,
                together.stream().map(read -> read.part(reason, isStray)).toList());
    }
}
