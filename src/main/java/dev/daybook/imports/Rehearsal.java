package dev.daybook.imports;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Memory of a rehearsal: the earlier records of the file that must be loaded again before a batch. The database does
 * not contain them, because the earlier batches were rolled back.
 *
 * @param <R> a record of the file
 */
public interface Rehearsal<R> {
    /**
     * The records of a batch that need no rehearsal, because the database will accept them for certain. Returns their
     * indexes in the batch.
     */
    default BitSet accepted(List<R> batch) {
        return new BitSet();
    }

    /**
     * The earlier records to load before these, in order.
     *
     * @param records the records of a batch that need a rehearsal
     * @param batch the size of the batch including the records that need no rehearsal; it may bound the number of
     *     earlier records
     */
    List<R> before(List<R> records, int batch);

    /**
     * Remembers good records, so that later calls of {@link #before} can return them. They are not in the database:
     * either they needed no rehearsal and were not loaded, or their batch was loaded and rolled back.
     */
    void loaded(List<R> batch);

    /**
     * Rehearsal that returns the first record of a key before each batch that repeats the key, so that the batch
     * updates this record. A record with only the key is not enough: an update may be refused because of the record's
     * notes or its size.
     *
     * <p>When the kept records have {@value #MOST_CHARACTERS} characters, no more are kept, because a server needs its
     * memory for requests. Rows that repeat further keys are then tried as if they were new.
     */
    final class OfKeys<R> implements Rehearsal<R> {
        private static final int MOST_CHARACTERS = 30_000_000;

        private final Set<String> repeated;
        private final Function<R, String> keyOf;
        private final Map<String, R> first = new HashMap<>();
        private long characters;

        /**
         * A rehearsal of a file. It keeps only records with a repeated key.
         *
         * @param repeated the keys that several rows of the file have
         * @param keyOf the key of a record; empty if none
         */
        public OfKeys(Set<String> repeated, Function<R, String> keyOf) {
            this.repeated = repeated;
            this.keyOf = keyOf;
        }

        @Override
        public List<R> before(List<R> records, int batch) {
            return records.stream()
                    .map(keyOf)
                    .distinct()
                    .flatMap(key -> Optional.ofNullable(first.get(key)).stream())
                    .toList();
        }

        @Override
        public void loaded(List<R> batch) {
            for (var record : batch) {
                var key = keyOf.apply(record);
                if (repeated.contains(key) && characters < MOST_CHARACTERS && first.putIfAbsent(key, record) == null) {
                    // All values of the record are in this text, and also the names of its fields.
                    characters += record.toString().length();
                }
            }
        }
    }
}
