package dev.daybook.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.daybook.domain.OwnersOnly;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.ByteOrderMark;
import dev.daybook.domain.message.FileReason;
import dev.daybook.imports.file.CsvRows;
import dev.daybook.imports.file.Row;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collector of the refused rows of a file: counts them, keeps the first ones and, if a file is given, writes line,
 * reason and original row to it. The file is created only if a row is refused, and replaces an existing file only in
 * {@link #complete}.
 */
public final class RefusedRows implements AutoCloseable {
    private static final int REMEMBERED = 20;
    private static final String PART = "daybook-refused";

    /** The attribute of a file that names its group, where files have one. */
    private static final String GROUP = "posix:group";

    private final Optional<Path> file;
    private final long most;
    private final List<Refused> first = new ArrayList<>();
    private @Nullable CsvWriter writer;
    private @Nullable FileChannel channel;
    private @Nullable Path part;
    private @Nullable Thread atExit;
    private boolean isExiting;
    private int columns;
    private long count;
    private long strays;

    /**
     * A refused row. With {@code --json} an import prints it as an object whose fields have the components' names.
     *
     * @param place its place, such as "line 3"
     * @param reason what is wrong with it; never contains a value
     */
    public record Refused(String place, String reason) {}

    /**
     * Collects refused rows, and writes them to a file if one is given.
     *
     * @param most the maximum number of rows that are written; if there are more, a last line says how many more
     */
    public RefusedRows(Optional<Path> file, long most) {
        this.file = file;
        this.most = most;
    }

    void add(Rows rows, Row row, String reason, boolean isStray) {
        count++;
        strays += isStray ? 1 : 0;
        if (first.size() < REMEMBERED) {
            first.add(new Refused(rows.placeName() + " " + row.place(), reason));
        }
        if (count <= most) {
            file.ifPresent(path -> write(path, rows, row, reason));
        }
    }

    private void write(Path path, Rows rows, Row row, String reason) {
        try {
            if (writer == null) {
                channel = open(path);
                var text = Channels.newWriter(channel, StandardCharsets.UTF_8);
                // The byte order mark tells spreadsheets that the file is UTF-8. It also tells this to an import of the
                // file, even if --charset names another encoding.
                text.write(ByteOrderMark.MARK);
                writer = CsvWriter.builder().build(text);
                columns = rows.columns().size();
                writer.writeRecord(joined(CsvRows.added(rows.placeName()), CsvRows.added("reason"), rows.columns()));
            }
            writer.writeRecord(joined(row.place(), reason, row.original()));
        } catch (IOException failure) {
            throw unwritable(failure);
        } catch (UncheckedIOException failure) {
            throw unwritable(Objects.requireNonNull(failure.getCause()));
        }
    }

    /**
     * Creates and opens a temporary file for the rows, because another import may write the same file, and this import
     * may fail. The temporary file is in the folder of the final file, or, if the final file exists and its folder is
     * not writable, in the system's temporary folder. Only the owner may read it, because rows are personal data. If
     * {@code path} is a device or a pipe, opens that instead.
     */
    private FileChannel open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return FileChannel.open(path, StandardOpenOption.WRITE);
        }
        // Ctrl-C ends a command without a call of close.
        atExit = new Thread(this::exit);
        Runtime.getRuntime().addShutdownHook(atExit);
        return FileChannel.open(create(path), StandardOpenOption.WRITE);
    }

    private synchronized Path create(Path path) throws IOException {
        if (isExiting) {
            // Nobody would delete the file.
            throw new IllegalStateException("the program is ending");
        }
        var folder = folder(path);
        var own = Files.exists(path) && !Files.isWritable(folder)
                ? Files.createTempFile(PART, ".part")
                : Files.createTempFile(folder, PART, ".part");
        part = own;
        return own;
    }

    /** Called when the program ends. Deletes the temporary file, and prevents the creation of another one. */
    synchronized void exit() {
        isExiting = true;
        if (part != null) {
            part.toFile().delete();
        }
    }

    /** The folder of a file. For a link to a file, the folder of that file, even if that file does not exist yet. */
    public static Path folder(Path path) throws IOException {
        return Objects.requireNonNull(target(path).getParent());
    }

    private static Path target(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return path.toRealPath();
        }
        var place = path.toAbsolutePath();
        return Files.isSymbolicLink(place) ? place.resolveSibling(Files.readSymbolicLink(place)) : place;
    }

    private static List<String> joined(String place, String reason, List<String> rest) {
        var all = new ArrayList<>(List.of(place, reason));
        all.addAll(rest);
        return all;
    }

    /** The first refused rows, at most twenty. */
    public List<Refused> first() {
        return List.copyOf(first);
    }

    /** The number of refused rows. */
    public long count() {
        return count;
    }

    /** How many refused rows have a missing or uncertain key, so that other rows of their record may be imported. */
    public long strays() {
        return strays;
    }

    /**
     * Ends the file, if there is one. Writes what is left, such as the number of further refused rows, waits until all
     * is on disk, and replaces an existing file. Without this wait, a power cut could leave a complete import without
     * the file of its refused rows. A device or a pipe is only written.
     */
    void complete() {
        var text = writer;
        var open = channel;
        if (text == null || open == null) {
            return;
        }
        try {
            if (count > most) {
                var left = count - most;
                var more = left == 1 ? "and 1 more row was refused" : "and " + left + " more rows were refused";
                text.writeRecord(joined("", more, Collections.nCopies(columns, "")));
            }
            text.flush();
            var own = part;
            if (own != null) {
                open.force(true);
                text.close();
                replace(own, target(file.orElseThrow()));
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        } catch (UncheckedIOException failure) {
            throw unwritable(Objects.requireNonNull(failure.getCause()));
        }
    }

    /**
     * Moves the new file {@code own} to {@code target}. An existing target keeps its rights. If it is in another
     * folder, has another owner or group, or cannot be replaced, the bytes are copied into it. For example, a file that
     * is a volume of a container cannot be replaced.
     */
    private static void replace(Path own, Path target) throws IOException {
        var exists = Files.isRegularFile(target);
        if (exists && (!Objects.equals(own.getParent(), target.getParent()) || !haveSameOwner(own, target))) {
            overwrite(target, own);
            return;
        }
        try {
            var rights = Files.getFileAttributeView(own, PosixFileAttributeView.class);
            if (exists && rights != null) {
                rights.setPermissions(Files.getPosixFilePermissions(target));
            }
            Files.move(own, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException failure) {
            if (!exists) {
                throw failure;
            }
            overwrite(target, own);
            return;
        }
        var folder = folder(target);
        if (Files.isReadable(folder)) {
            OwnersOnly.forceNames(folder);
        }
    }

    /** Whether two files have the same owner and, where files have one, the same group. */
    private static boolean haveSameOwner(Path one, Path other) throws IOException {
        var isPosix = Files.getFileAttributeView(one, PosixFileAttributeView.class) != null;
        return Files.getOwner(one).equals(Files.getOwner(other))
                && (!isPosix || Files.getAttribute(one, GROUP).equals(Files.getAttribute(other, GROUP)));
    }

    /** Copies a file into the target. Opens the file first: if Ctrl-C has deleted it, the target stays as it is. */
    private static void overwrite(Path target, Path own) throws IOException {
        try (var in = Files.newInputStream(own);
                var out = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
    }

    /** Closes the file. Deletes the temporary file if it is still there, for example because the import has failed. */
    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (part != null) {
                Files.deleteIfExists(part);
            }
            if (atExit != null) {
                // Otherwise the memory of a server would grow with each import.
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        } catch (IllegalStateException exiting) {
            // The program is ending, and the file is deleted.
        }
    }

    private ProblemException unwritable(IOException failure) {
        var path = file.orElseThrow();
        return Problem.UNAVAILABLE.because("cannot write " + path + ": " + FileReason.of(path, failure), failure);
    }
}
