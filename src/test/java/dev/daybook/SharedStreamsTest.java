package dev.daybook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No test replaces the output streams of its process. Such a test would read what threads of other tests write, and
 * those tests would miss it. A test gives a command streams of its own, as {@link dev.daybook.cli.Outcome} does.
 */
class SharedStreamsTest {
    private static final Path TESTS = Path.of("src", "test", "java");

    private static final Pattern REPLACED =
            Pattern.compile("System\\s*\\.\\s*set(Out|Err)\\s*\\(|import static java\\.lang\\.System\\.(set|\\*)");

    @Test
    void noTestReplacesTheOutputStreamsOfItsProcess() throws IOException {
        var replacing = new ArrayList<String>();
        try (var all = Files.walk(TESTS)) {
            var files = all.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(files.size() > 100, "the tests are found");
            for (var file : files) {
                if (REPLACED.matcher(Files.readString(file)).find()) {
                    replacing.add(file.toString());
                }
            }
        }
        assertEquals(List.of(), replacing);
    }
}
