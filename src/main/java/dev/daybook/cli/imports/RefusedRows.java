package dev.daybook.cli.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.daybook.cli.imports.file.Row;
import dev.daybook.cli.imports.file.Rows;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refused rows of a file: counts them, remembers the first ones and, if a file is named, writes them all there: line,
 * reason and the row as it was. The file is only made once there is a refused row.
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public final class RefusedRows implements AutoCloseable {
    private static final int REMEMBERED = 20;

    private final Optional<Path> file;
    private final List<Refused> first = new ArrayList<>();
    private @Nullable CsvWriter writer;
    private long count;

    /**
     * One refused row.
     *
     * @param place where it is, such as "line 3"
     * @param reason what is wrong with it; never a value of it
     */
    public record Refused(String place, String reason) {}

    /** Refused rows that are also written to a file, if one is named. */
    public RefusedRows(Optional<Path> file) {
        this.file = file;
    }

    void add(Rows rows, Row row, String reason) {
        count++;
        if (first.size() < REMEMBERED) {
            first.add(new Refused(rows.placeName() + " " + row.place(), reason));
        }
        file.ifPresent(path -> write(path, rows, row, reason));
    }

    private void write(Path path, Rows rows, Row row, String reason) {
        try {
            if (writer == null) {
                writer = CsvWriter.builder().build(path);
                writer.writeRecord(joined(rows.placeName(), "reason", rows.columns()));
            }
            writer.writeRecord(joined(row.place(), reason, row.original()));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private static List<String> joined(String place, String reason, List<String> rest) {
        var all = new ArrayList<>(List.of(place, reason));
        all.addAll(rest);
        return all;
    }

    /** The first refused rows, not more than twenty. */
    public List<Refused> first() {
        return List.copyOf(first);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private ProblemException unwritable(IOException failure) {
        return Problem.UNAVAILABLE.because(
                "cannot write " + file.map(Path::toString).orElse(""), failure);
    }
}
