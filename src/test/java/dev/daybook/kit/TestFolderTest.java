package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders that a test JVM made are removed after its end, and nothing else is removed. */
class TestFolderTest {
    @TempDir
    Path folder;

    /** Makes a folder with a link to the argument, prints its path, and waits. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var own = TestFolder.create();
        Files.createSymbolicLink(own.resolve("link"), Path.of(arguments[0]));
        System.out.println(own);
        new CountDownLatch(1).await();
    }

    @Test
    void theFoldersOfAKilledJvmAreRemovedAndNothingElse() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var file = Files.writeString(elsewhere.resolve("file"), "other");
        var words = JavaCommand.withTests(
                "-Djava.io.tmpdir=" + folder, TestFolderTest.class.getName(), elsewhere.toString());
        var child = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = child.inputReader(StandardCharsets.UTF_8)) {
            var line = out.readLine();
            assertNotNull(line, "the child ended");
            var made = Path.of(line);
            assertTrue(made.startsWith(folder), made::toString);
            assertTrue(Files.exists(made.resolve("link")), "a folder stays while its JVM runs");
            child.destroyForcibly().waitFor();
            Waits.until(() -> !Files.exists(made.getParent()), () -> made.getParent() + " is left");
        } finally {
            child.destroyForcibly();
        }
        assertEquals("other", Files.readString(file), "a link is not followed");
    }
}
