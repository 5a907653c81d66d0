package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.console.data.UploadFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders for sent files, of servers that start at the same time. */
class UploadFolderTest {
    private static final int FOLDERS = 400;

    @TempDir
    Path folder;

    /** Creates folders as servers do, one after the other, and prints what went wrong first. */
    public static void main(String[] arguments) {
        for (var number = 0; number < FOLDERS; number++) {
            try (var own = UploadFolder.create()) {
                Files.writeString(own.newFile("a.csv"), "personal");
            } catch (IOException | RuntimeException gone) {
                System.out.println(gone);
                return;
            }
        }
        System.out.println("good");
    }

    @Test
    void noServerRemovesTheFolderOfAnotherThatStarts() throws Exception {
        var children = new ArrayList<Process>();
        for (var each : IntStream.range(0, 3).toArray()) {
            children.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Djava.io.tmpdir=" + folder,
                            "-cp",
                            System.getProperty("java.class.path"),
                            UploadFolderTest.class.getName())
                    .redirectError(folder.resolve("log" + each).toFile())
                    .start());
        }
        for (var child : children) {
            var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("good", said.strip());
            assertEquals(0, child.waitFor());
        }
    }
}
