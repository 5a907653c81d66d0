package dev.daybook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Git tracks sources and documents only: a build that was added by mistake stays in the history for ever. */
class TrackedFilesTest {
    /**
     * The largest allowed size of a file. The largest file today, the list of classes for {@code release/}, has 760 KB.
     */
    private static final long MOST_BYTES = 1 << 20;

    @Test
    void noTrackedFileIsLarge() throws Exception {
        assumeTrue(Files.exists(Path.of(".git")), "these sources are not a clone");
        var large = new ArrayList<String>();
        for (var file : tracked()) {
            // A file that was deleted and not committed is still in the index.
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                large.add(file + " has " + Files.size(file) + " bytes");
            }
        }
        assertEquals(List.of(), large, "git tracks no file of more than " + MOST_BYTES + " bytes");
    }

    /** The files in Git's index, committed or not. Works also if the clone belongs to another user, as in a CI. */
    private static List<Path> tracked() throws IOException, InterruptedException {
        var process = new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files", "-z")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var names = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "git ls-files failed");
        assertFalse(names.isEmpty(), "git tracks files");
        return Stream.of(names.split("\0")).map(Path::of).toList();
    }
}
