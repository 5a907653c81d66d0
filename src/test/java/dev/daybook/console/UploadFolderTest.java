package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folders for sent files of servers that start at the same time or were killed. */
class UploadFolderTest {
    private static final int FOLDERS = 400;

    @TempDir
    Path folder;

    /**
     * Starts a server without a console if there is an argument. Otherwise creates folders as servers do, one after the
     * other. Prints "good", or what went wrong first.
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            TestServer.start(TestDatabase.SQLITE).close();
            System.out.println("good");
            return;
        }
        for (var number = 0; number < FOLDERS; number++) {
            try (var own = UploadFolder.create()) {
                own.keep();
                Files.writeString(own.newFile("a.csv"), "personal");
            } catch (IOException | RuntimeException gone) {
                System.out.println(gone);
                return;
            }
        }
        System.out.println("good");
    }

    @Tag("jdk")
    @Test
    void noServerRemovesTheFolderOfAnotherThatStarts() throws Exception {
        var children = new ArrayList<Process>();
        for (var each : IntStream.range(0, 3).toArray()) {
            children.add(child(folder.resolve("log" + each)));
        }
        for (var child : children) {
            assertEquals("good", said(child));
        }
    }

    /** Runs {@link #main} with the temporary folder of this test, which no other test's server looks into. */
    private Process child(Path log, String... arguments) throws IOException {
        var words = new ArrayList<>(List.of("-Djava.io.tmpdir=" + folder, UploadFolderTest.class.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(JavaCommand.withTests(words.toArray(String[]::new)))
                .redirectError(log.toFile())
                .start();
    }

    private static String said(Process child) throws IOException, InterruptedException {
        var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor());
        return said.strip();
    }

    /**
     * A killed server leaves its folder. An operator who finds the disk full of sent files may start the server again
     * without its console. This server must remove the folder, too.
     */
    @Test
    void aServerWithoutAConsoleRemovesTheFolderOfAKilledServerToo() throws Exception {
        var left = Files.createDirectory(folder.resolve("daybook-uploads-1"));
        Files.writeString(left.resolve("a.csv"), "personal");
        Files.writeString(left.resolve("lock"), "");
        assertEquals("good", said(child(folder.resolve("log"), "server")));
        assertFalse(Files.exists(left));
        try (var folders = Files.newDirectoryStream(folder, "daybook-uploads-*")) {
            assertFalse(folders.iterator().hasNext(), "it needs none of its own");
        }
    }

    @Test
    void aFolderThatCannotBeRemovedIsLogged() throws Exception {
        var left = Files.createDirectory(folder.resolve("daybook-uploads-1"));
        Files.writeString(left.resolve("a.csv"), "personal");
        var log = folder.resolve("log");
        assertEquals("good", said(child(log, "server")));
        assertTrue(Files.exists(left), "it has no lock, so its server may still be running");
        assertTrue(Files.readString(log).contains(left + " of sent files was not removed"), Files.readString(log));
    }

    /**
     * The task that keeps the folder in existence may run once more while the server stops. It must not create the
     * folder again.
     */
    @Test
    void aClosedUploadFolderIsNotCreatedAgain() {
        var own = UploadFolder.create();
        own.close();
        own.keep();
        assertFalse(Files.exists(own.path()));
    }

    /** The lock must be the last file to be deleted. Linux reports the deletions of files in their order. */
    @Tag("jdk")
    @Test
    @EnabledOnOs(OS.LINUX)
    void closingAnUploadFolderDeletesItsLockLast() throws Exception {
        var own = UploadFolder.create();
        Files.writeString(own.newFile("a.csv"), "personal");
        Files.createDirectory(own.path().resolve("z"));
        Files.createDirectory(own.path().resolve("download1"));
        try (var watch = own.path().getFileSystem().newWatchService()) {
            // Polls the key itself, because its service does not queue it again while the folder disappears.
            var key = own.path().register(watch, StandardWatchEventKinds.ENTRY_DELETE);
            own.close();
            var deleted = new ArrayList<String>();
            Waits.until(
                    () -> {
                        key.pollEvents()
                                .forEach(event -> deleted.add(event.context().toString()));
                        return deleted.size() >= 4;
                    },
                    () -> deleted);
            assertEquals(4, deleted.size(), deleted::toString);
            assertEquals("lock", deleted.get(deleted.size() - 1), deleted::toString);
        }
        assertFalse(Files.exists(own.path()));
    }

    @Test
    void anUploadFolderOfAnotherUserIsNotDeleted() throws Exception {
        var other = Files.createTempDirectory("daybook-uploads-");
        try {
            Files.createFile(other.resolve("lock"));
            Files.setOwner(
                    other, other.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException noRight) {
            Assumptions.abort("only root can make a folder of another user");
        }
        try (var own = UploadFolder.create()) {
            assertTrue(Files.exists(own.path()));
            assertTrue(Files.exists(other), "it may be full of links");
        } finally {
            Files.deleteIfExists(other.resolve("lock"));
            Files.deleteIfExists(other);
        }
    }

    /**
     * A program that removes old temporary files may remove the folder of a running server. Then another user may put a
     * folder with the same name there, and could exchange or read the files in it.
     */
    @Tag("jdk")
    @Test
    void anUploadFolderThatAnotherUserReplacedIsNotUsed() throws Exception {
        var own = UploadFolder.create();
        var before = own.path();
        var lock = replacedByAnotherUser(before);
        try {
            own.keep();
            assertNotEquals(before, own.path());
            assertTrue(Files.exists(own.path().resolve("lock")));
            assertEquals(own.path(), own.newFile("a.csv").getParent());
            assertEquals(0, Files.size(lock), "nothing is written there");
            try (var other = UploadFolder.create()) {
                assertTrue(Files.exists(other.path()));
                assertTrue(Files.exists(own.path()), "the new folder is in use");
            }
            own.close();
            assertFalse(Files.exists(own.path()));
            assertTrue(Files.exists(lock), "it is not Daybook's");
        } finally {
            Files.deleteIfExists(lock);
            Files.deleteIfExists(before);
        }
    }

    @Test
    void anUploadFolderThatAnotherUserReplacedIsNotDeleted() throws Exception {
        var own = UploadFolder.create();
        var lock = replacedByAnotherUser(own.path());
        try {
            own.close();
            assertTrue(Files.exists(lock), "the folder may be full of links");
        } finally {
            Files.deleteIfExists(lock);
            Files.deleteIfExists(own.path());
        }
    }

    private static Path replacedByAnotherUser(Path path) throws IOException {
        var lock = path.resolve("lock");
        Files.delete(lock);
        Files.delete(path);
        Files.createDirectory(path);
        Files.createFile(lock);
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException noRight) {
            Files.delete(lock);
            Files.delete(path);
            Assumptions.abort("only root can make a folder of another user");
        }
        return lock;
    }

    @Tag("jdk")
    @Test
    void anUploadFolderInUseIsTouchedAndRecreatedIfMissing() throws Exception {
        try (var own = UploadFolder.create()) {
            var old = FileTime.from(Instant.now().minus(Duration.ofDays(20)));
            Files.setLastModifiedTime(own.path().resolve("lock"), old);
            Files.setLastModifiedTime(own.path(), old);
            own.keep();
            var yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
            assertTrue(Files.getLastModifiedTime(own.path().resolve("lock")).compareTo(yesterday) > 0);
            assertTrue(Files.getLastModifiedTime(own.path()).compareTo(yesterday) > 0);

            var rights = Files.getPosixFilePermissions(own.path());
            Files.delete(own.path().resolve("lock"));
            Files.delete(own.path());
            own.keep();
            assertEquals(rights, Files.getPosixFilePermissions(own.path()));
            Files.writeString(own.newFile("a.csv"), "personal");
            try (var other = UploadFolder.create()) {
                assertTrue(Files.exists(other.path()));
                assertTrue(Files.exists(own.path().resolve("lock")), "it is in use");
            }
        }
    }
}
