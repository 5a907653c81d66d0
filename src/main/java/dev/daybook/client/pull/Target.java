package dev.daybook.client.pull;

import dev.daybook.client.output.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Where a pull's files go.
 *
 * @param out the file, or the folder if there is a file a day
 * @param byDay whether each day has a file of its own, in a folder {@code date=2024-05-02} as warehouses load them
 * @param format how the records are written
 * @param further what else is written of each record, such as the contacts in a file of their own
 * @param described all of that on which the bytes of the files depend, in words on one line
 */
public record Target(Path out, boolean byDay, Format format, List<Further> further, String described) {
    public Target {
        further = List.copyOf(further);
    }

    /**
     * Another file of the same records.
     *
     * @param out the file; with a file a day it only names what is in the day's folder
     * @param format how it is written
     */
    public record Further(Path out, Format format) {}

    /** One file to write. */
    record File(Path path, Format format) {}

    /** The journal of the pull. */
    Path journal() {
        return byDay ? out.resolve(".daybook-pull") : out.resolveSibling(out.getFileName() + ".pull");
    }

    /** Where it is written down what complete pulls have left here. */
    Path receipt() {
        return byDay ? out.resolve(".daybook-pulled") : out.resolveSibling("." + out.getFileName() + ".pulled");
    }

    /** The files that hold a day's records. */
    List<File> files(LocalDate day) {
        var all = new ArrayList<File>();
        all.add(new File(byDay ? inFolder(day, "part" + format.suffix()) : out, format));
        for (var other : further) {
            all.add(new File(byDay ? inFolder(day, other.out.getFileName().toString()) : other.out, other.format));
        }
        return all;
    }

    /**
     * Checks that no two of its files are the same, or a folder.
     *
     * @throws IllegalArgumentException if they are; its message is for the person who asked
     */
    void check(LocalDate day) {
        var paths = new HashSet<Path>();
        for (var file : files(day)) {
            if (!paths.add(file.path.toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("two files would be the same, " + file.path + "; name another");
            }
            if (Files.isDirectory(file.path)) {
                throw new IllegalArgumentException(file.path + " is a folder; name a file in it");
            }
        }
    }

    private Path inFolder(LocalDate day, String name) {
        return out.resolve("date=" + day).resolve(name);
    }
}
