package dev.daybook.client.pull;

import dev.daybook.client.output.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The output files of a pull.
 *
 * @param out the file, or the folder if each day has a file of its own
 * @param byDay whether each day has a file of its own, in a folder {@code date=2024-05-02} as data warehouses load them
 * @param format the format of the records
 * @param extra files with other data of the same records, such as their contacts
 * @param described one line with everything on which the bytes of the files depend, except the zone
 */
public record Target(Path out, boolean byDay, Format format, List<ExtraFile> extra, String described) {
    /** The longest name of a file in bytes: most file systems accept 255, and an incomplete file's name has 6 more. */
    private static final int LONGEST_NAME = 249;

    /** The longest name of a file that has a receipt: while the receipt is written, its name has 12 more bytes. */
    private static final int LONGEST_WITH_RECEIPT = 243;

    /** The name of the journal, in the folder, if each day has a file of its own. */
    private static final String JOURNAL = ".daybook-pull";

    /** The names that complete files of a day have in any format, without those of extra files. */
    private static final Pattern COMPLETE = Pattern.compile("part\\.((ndjson|csv)(\\.gz|\\.zst)?|parquet)");

    /** The names of incomplete files of a day. The first group is the name of the complete file. */
    private static final Pattern INCOMPLETE =
            Pattern.compile("\\.(.+)(" + Pattern.quote(PartFile.SUFFIX) + "|" + Pattern.quote(Format.TEMPORARY) + ")");

    public Target {
        extra = List.copyOf(extra);
    }

    /**
     * A file with other data of the same records, such as their contacts.
     *
     * @param out the file; if each day has files of its own, only the name of this path is used, for a file in each
     *     day's folder
     */
    public record ExtraFile(Path out, Format format) {}

    record File(Path path, Format format) {
        /** The length of the complete file in bytes; empty if it is missing. */
        Optional<Long> length() throws IOException {
            try {
                return Optional.of(Files.size(path));
            } catch (NoSuchFileException missing) {
                // Another program may move a file away as soon as the file has its final name.
                return Optional.empty();
            }
        }
    }

    /** The path of the {@link Journal}. */
    Path journal() {
        return byDay ? out.resolve(JOURNAL) : besides(out);
    }

    /**
     * The paths of the journals that lock the extra files; empty if each day has files of its own. A pull whose main
     * file is one of the extra files has its journal at the same path. So the two pulls cannot run at the same time.
     */
    List<Path> otherJournals() {
        return byDay ? List.of() : extra.stream().map(file -> besides(file.out)).toList();
    }

    /** The path of the journal that locks a file. */
    static Path besides(Path file) {
        return Format.unfinished(file, ".pull");
    }

    /**
     * The paths of the journals of other pulls that would also write the files of these days. If this pull has a file
     * for each day, these are pulls to a single file, which is one of those files. Otherwise, they are pulls with a
     * file for each day: see {@link #ofFolder}.
     */
    Stream<Path> journalsOfOthers(Stream<LocalDate> days) {
        return byDay
                ? days.flatMap(day -> files(day).stream()).map(file -> besides(file.path))
                : files(LocalDate.EPOCH).stream().flatMap(file -> ofFolder(file.path));
    }

    /**
     * The journal of the pull to which this file may belong, if the file is in the folder of a day; otherwise empty.
     */
    static Stream<Path> ofFolder(Path file) {
        var day = file.toAbsolutePath().normalize().getParent();
        return day != null && Format.isInADay(file) ? Stream.of(day.resolveSibling(JOURNAL)) : Stream.empty();
    }

    /** The path of the {@link Receipt}. */
    Path receipt() {
        return byDay ? out.resolve(".daybook-pulled") : out.resolveSibling("." + out.getFileName() + ".pulled");
    }

    /** The files with the records of a day. */
    List<File> files(LocalDate day) {
        var all = new ArrayList<File>();
        all.add(new File(byDay ? inFolder(day, "part" + format.suffix()) : out, format));
        for (var other : extra) {
            all.add(new File(byDay ? inFolder(day, other.out.getFileName().toString()) : other.out, other.format));
        }
        return all;
    }

    /** The lengths of the existing complete files of a day, in bytes. */
    List<Long> lengths(LocalDate day) throws IOException {
        var lengths = new ArrayList<Long>();
        for (var file : files(day)) {
            file.length().ifPresent(lengths::add);
        }
        return lengths;
    }

    /**
     * The days that may have incomplete files: all days that have a folder, or only this day if all days share their
     * files or the output folder does not exist.
     */
    List<LocalDate> written(LocalDate day) throws IOException {
        if (!byDay || !Files.isDirectory(out)) {
            return List.of(day);
        }
        try (var folders = Files.list(out)) {
            return folders.filter(Files::isDirectory)
                    .flatMap(folder -> day(folder.getFileName().toString()).stream())
                    .toList();
        }
    }

    /**
     * The incomplete files in the folder of a day, in any format, including the file of contacts or products that a
     * killed pull began. Leaves out the files of a pull to a single file in this folder: they have their own journal
     * beside them. Empty if the days have no folders of their own: in a folder that the user named, files with such
     * names may be somebody else's.
     *
     * @param killed the plan of the killed pull, which has the name of its file of contacts or products
     */
    List<Path> incomplete(LocalDate day, Plan killed) throws IOException {
        if (!byDay || !Files.isDirectory(inFolder(day, ""))) {
            return List.of();
        }
        try (var files = Files.list(inFolder(day, ""))) {
            return files.filter(file -> isIncomplete(file, killed)).toList();
        }
    }

    /**
     * Whether a file has the name of the main file of a complete day, in any format. Incomplete files have other names.
     */
    public static boolean isOfADay(Path file) {
        return COMPLETE.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static boolean isIncomplete(Path file, Plan killed) {
        var incomplete = INCOMPLETE.matcher(file.getFileName().toString());
        return incomplete.matches()
                && (COMPLETE.matcher(incomplete.group(1)).matches() || killed.isExtra(incomplete.group(1)))
                && Files.notExists(besides(file.resolveSibling(incomplete.group(1))));
    }

    private static Optional<LocalDate> day(String folder) {
        try {
            return folder.startsWith(Format.DATE)
                    ? Optional.of(LocalDate.parse(folder.substring(Format.DATE.length())))
                    : Optional.empty();
        } catch (DateTimeParseException ofSomebodyElse) {
            return Optional.empty();
        }
    }

    /**
     * Checks the paths. Each must end with the name of a file. No two files may be the same, including those that exist
     * only during the pull. No output file may be a folder. The names must be short enough for all files of the pull.
     *
     * @param day the first day of the pull
     * @throws IllegalArgumentException if the check fails; its message is for the user
     */
    public void check(LocalDate day) {
        Stream.concat(byDay ? Stream.empty() : Stream.of(out), extra.stream().map(ExtraFile::out))
                .filter(path -> !hasName(path))
                .findFirst()
                .ifPresent(path -> {
                    throw noName(path.toString());
                });
        var paths = new HashSet<Path>();
        add(journal(), paths);
        add(receipt(), paths);
        otherJournals().forEach(file -> add(file, paths));
        for (var file : files(day)) {
            add(file.path, paths);
            add(PartFile.pieces(file.path), paths);
            if (!file.format.isRenamed()) {
                add(Format.temporary(file.path), paths);
            }
            if (Files.isDirectory(file.path)) {
                throw new IllegalArgumentException(file.path + " is a folder; name a file in it");
            }
            var most = file.path.equals(out) ? LONGEST_WITH_RECEIPT : LONGEST_NAME;
            if (file.path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > most) {
                throw new IllegalArgumentException(
                        "the name of " + file.path + " is too long: a pull needs files beside"
                                + " it with longer names; expected at most " + most + " bytes");
            }
        }
    }

    private static boolean hasName(Path path) {
        var name = path.getFileName();
        return name != null && !Set.of("", ".", "..").contains(name.toString());
    }

    /** The refusal of a path that does not end with the name of a file. */
    public static IllegalArgumentException noName(String path) {
        return new IllegalArgumentException(path + " is not the name of a file");
    }

    private static void add(Path file, Set<Path> others) {
        if (!others.add(file.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("two files would be the same, " + file + "; name another");
        }
    }

    private Path inFolder(LocalDate day, String name) {
        return out.resolve(Format.DATE + day).resolve(name);
    }
}
