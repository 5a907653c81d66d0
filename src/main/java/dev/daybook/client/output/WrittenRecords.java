package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Iterator over the records of a file; failures name the file and the line or record. */
abstract class WrittenRecords implements Iterator<WrittenRecord>, AutoCloseable {
    private final Path file;
    private final String unit;
    private Optional<WrittenRecord> ahead = Optional.empty();
    private boolean ended;

    /** @param unit the unit in which positions are counted: {@code line} or {@code record} */
    WrittenRecords(Path file, String unit) {
        this.file = file;
        this.unit = unit;
    }

    /** The next record, empty at the end; may throw any unchecked exception if the file is damaged. */
    abstract Optional<WrittenRecord> read() throws IOException;

    /**
     * The names of the columns: the header of CSV, the keys of the first NDJSON record, or the columns of Parquet.
     * Empty if none can be read. May consume the first line, so {@link #read} must not be called afterwards.
     */
    abstract Set<String> keys();

    /** The number of the line or record that was read last or could not be read. */
    abstract long number();

    abstract void closeFile() throws IOException;

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty() && !ended) {
            try {
                ahead = read();
            } catch (IOException | RuntimeException damage) {
                throw new UncheckedIOException(new IOException(damaged(file, unit, number(), damage), damage));
            }
            ended = ahead.isEmpty();
        }
        return ahead.isPresent();
    }

    @Override
    public WrittenRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var record = ahead.orElseThrow();
        ahead = Optional.empty();
        return record;
    }

    @Override
    public void close() {
        try {
            closeFile();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String damaged(Path file, String unit, long number, Exception damage) {
        var tooLong = CountedBytes.reason(damage);
        if (tooLong.isPresent()) {
            return file + ": " + tooLong.get().getMessage();
        }
        return file + ", " + unit + " " + number + ": cut or damaged: " + words(damage);
    }

    /**
     * What is damaged, in words: the message of the innermost {@link IOException} among the causes, if there is one.
     * The library for CSV wraps it in exceptions that do not say why a file cannot be read.
     */
    private static String words(Exception damage) {
        Throwable reason = damage;
        for (var cause = damage.getCause(); cause != null; cause = cause.getCause()) {
            reason = cause instanceof IOException ? cause : reason;
        }
        if (reason instanceof CharacterCodingException) {
            return "not valid UTF-8";
        }
        return reason instanceof EOFException && reason.getMessage() == null
                ? "the file ends too early"
                : reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    }

    /** Makes a record. If the time of the last change is missing, uses the time of creation. Fails without an id. */
    static WrittenRecord record(Optional<Long> id, Optional<LocalDateTime> created, Optional<LocalDateTime> modified) {
        var createdAt = created.orElse(PulledRecord.UNKNOWN);
        return new WrittenRecord(
                id.orElseThrow(() -> new IllegalArgumentException("no id")), createdAt, modified.orElse(createdAt));
    }
}
