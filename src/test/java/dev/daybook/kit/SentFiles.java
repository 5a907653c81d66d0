package dev.daybook.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds the files that a test sent to the console and that are still on the disk. Other tests send files too. */
public final class SentFiles {
    private SentFiles() {}

    /** A random end for a file's name, by which the file is found again, such as {@code .5f09ab3c.csv}. */
    public static String mark(String suffix) {
        // The mark has eight digits, because the server does not keep longer parts at the end of a name.
        return ".%08x%s".formatted(ThreadLocalRandom.current().nextInt(), suffix);
    }

    /** The files that are still on the disk and whose names end with this text. */
    public static List<Path> left(String end) throws IOException {
        var found = new ArrayList<Path>();
        try (var folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "daybook-uploads-*")) {
            for (var folder : folders) {
                try (var files = Files.newDirectoryStream(folder, "*" + end)) {
                    files.forEach(found::add);
                } catch (NotDirectoryException | NoSuchFileException gone) {
                    // Another test's folder, which has just been removed.
                }
            }
        }
        return found;
    }
}
