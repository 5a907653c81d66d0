package dev.daybook.cli.pull;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.output.Format;
import dev.daybook.client.output.WrittenFile;
import dev.daybook.client.pull.Target;
import dev.daybook.domain.RecordKind;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files that a command verifies, each once: files that the user names, and those of named folders. */
record FilesToVerify(List<Path> paths) {
    /**
     * Finds the files.
     *
     * @param named files, and folders of pulls by day
     * @param daysGiven whether the user names the days to compare; if not, each folder must have files of days
     * @throws IllegalArgumentException if a day has two files in different formats
     * @throws IOException if a folder cannot be read, or has no files of days although it must
     */
    static FilesToVerify find(List<Path> named, boolean daysGiven) throws IOException {
        // The keys are whole paths, so that a file that is named twice is read once.
        var files = new LinkedHashMap<Path, Path>();
        var days = new TreeSet<Path>();
        for (var path : named) {
            if (Files.isDirectory(path)) {
                // The folder, or the folder of a day, may be a symbolic link.
                try (var found = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
                    var ofDays = found.filter(file -> Files.isRegularFile(file) && Target.isOfADay(file))
                            .sorted()
                            .toList();
                    if (ofDays.isEmpty() && !daysGiven) {
                        throw new IOException(path + " has no files by days; was it pulled with --partition day?");
                    }
                    ofDays.forEach(file -> files.putIfAbsent(whole(file), file));
                    ofDays.forEach(file -> days.add(whole(file)));
                }
            } else {
                files.putIfAbsent(whole(path), path);
                // A file in another folder may have the name of a day's file by chance.
                if (Target.isOfADay(path) && Format.isInADay(path)) {
                    days.add(whole(path));
                }
            }
        }
        checkDays(List.copyOf(days));
        return new FilesToVerify(List.copyOf(files.values()));
    }

    /**
     * The kind of the records; customers if neither the user nor the files say the kind.
     *
     * @param given the kind that the user gives; empty to detect the kind from the files
     * @throws IllegalArgumentException if no kind is given and the files are of several kinds, or if one of the files
     *     is a file of changes, or was not written by a pull
     */
    PulledKind kind(Optional<PulledKind> given) throws IOException {
        var kinds = new EnumMap<RecordKind, Path>(RecordKind.class);
        for (var file : paths) {
            WrittenFile.kind(file).ifPresent(kind -> kinds.putIfAbsent(kind.kind(), file));
        }
        if (given.isPresent()) {
            return given.get();
        }
        if (kinds.size() > 1) {
            throw new IllegalArgumentException("the files are of several kinds, "
                    + kinds.entrySet().stream()
                            .map(kind -> kind.getKey().plural() + " in " + kind.getValue())
                            .collect(Collectors.joining(" and "))
                    + "; verify one kind at a time");
        }
        return PulledKind.of(kinds.keySet().stream().findFirst().orElse(RecordKind.CUSTOMER));
    }

    /** Refuses two files of the same day in different formats: each record of the day would count twice. */
    private static void checkDays(List<Path> files) {
        for (var index = 1; index < files.size(); index++) {
            var first = files.get(index - 1);
            var second = files.get(index);
            var day = first.getParent();
            if (day != null && day.equals(second.getParent())) {
                throw new IllegalArgumentException(day + " has the same day twice, in " + first.getFileName() + " and "
                        + second.getFileName() + "; name the files of one format, such as " + day.getParent() + "/*/"
                        + first.getFileName());
            }
        }
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
