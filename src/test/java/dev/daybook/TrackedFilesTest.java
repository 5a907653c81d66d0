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
    /** The largest file of today is the list of classes for {@code release/} with 760 KB. */
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

    /** What is in the index, committed or not. The clone may belong to another user, as that of a CI does. */
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
