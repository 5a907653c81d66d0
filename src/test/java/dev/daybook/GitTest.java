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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Git tracks: no file is too large, so that clones stay small and nobody commits a database or a jar, and the
 * subjects of commits follow {@code CONTRIBUTING.md}.
 */
class GitTest {
    /**
     * The largest allowed size of a file. The largest file today, the list of classes for {@code release/}, has 760 KB.
     */
    private static final long MOST_BYTES = 1 << 20;

    /** Commits before this day are not checked: some of their subjects are too long or name no area. */
    private static final String FIRST_DAY = "2026-11-28T00:00:00Z";

    private static final Pattern SUBJECT = Pattern.compile("(?=.{1,72}$)[a-z0-9.,/ -]+: \\S.*[^.]");

    @BeforeEach
    void onlyInAClone() {
        assumeTrue(Files.exists(Path.of(".git")), "these sources are not a clone");
    }

    @Test
    void noTrackedFileIsLarge() throws Exception {
        var large = new ArrayList<String>();
        for (var file : tracked()) {
            // A file that was deleted and not committed is still in the index.
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                large.add(file + " has " + Files.size(file) + " bytes");
            }
        }
        assertEquals(List.of(), large, "git tracks no file of more than " + MOST_BYTES + " bytes");
    }

    /**
     * In a shallow clone, checks only the commits that the clone has. Skips merges, because a CI may add a merge to a
     * change that it tests.
     */
    @Test
    void subjectsOfCommitsNameTheAreaInAtMost72Characters() throws Exception {
        var wrong = git("log", "--since=" + FIRST_DAY, "--no-merges", "--format=%s")
                .lines()
                .filter(subject -> !SUBJECT.matcher(subject).matches())
                .toList();
        assertEquals(List.of(), wrong, "expected 'area: what the commit does', without a period");
    }

    /** The files in Git's index, committed or not. */
    private static List<Path> tracked() throws IOException, InterruptedException {
        var names = git("ls-files", "-z");
        assertFalse(names.isEmpty(), "git tracks files");
        return Stream.of(names.split("\0")).map(Path::of).toList();
    }

    /** What a command of Git prints. Works also if the clone belongs to another user, as in a CI. */
    private static String git(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "git " + words[0] + " failed");
        return printed;
    }
}
