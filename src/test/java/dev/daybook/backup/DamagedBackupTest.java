package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup with one flipped bit, or without its end, or with something behind it, is refused. */
@Tag("battery-5")
class DamagedBackupTest {
    @TempDir
    Path folder;

    @Test
    void noDamagedBackupIsAccepted() throws Exception {
        byte[] sound;
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            FilledDatabase.fill(server);
            var file = new Backup(server.stores.database(), "test", Clock.systemUTC())
                    .write(folder.resolve("sound.tar"))
                    .file();
            sound = Files.readAllBytes(file);
            new Restore(file).close();
        }
        Tally.run(Check.FILES_DAMAGED, "bits of backups", tally -> {
            var random = new Random(tally.seed());
            for (var left = Tally.trials(1_500, 20_000); left > 0; left--) {
                var damaged = sound.clone();
                var bit = random.nextInt(8 * damaged.length);
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                refused(damaged, "bit " + bit, tally);
            }
        });
        Tally.run(Check.FILES_DAMAGED, "ends of backups", tally -> {
            var random = new Random(tally.seed());
            for (var left = Tally.trials(300, 2_000); left > 0; left--) {
                var length = random.nextInt(sound.length);
                refused(Arrays.copyOf(sound, length), length + " bytes", tally);
                refused(Arrays.copyOf(sound, sound.length + 1 + length % 2_000), length + " zeros more", tally);
            }
        });
    }

    /**
     * The archive says that its manifest has 2 GiB, more than an array can hold. The manifest is a hole in a sparse
     * file, so it takes no room on the disk.
     */
    @Test
    void aManifestThatNoArrayCanHoldIsRefused() throws Exception {
        var manifest = new TarHeader(ArchiveWriter.MANIFEST, 1L << 31);
        var digest = new TarHeader(ArchiveWriter.MANIFEST_DIGEST, 0);
        var file = folder.resolve("forged.tar");
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(manifest.bytes()), 0);
            channel.write(ByteBuffer.wrap(digest.bytes()), TarHeader.BLOCK + manifest.size());
            channel.write(ByteBuffer.allocate(ArchiveWriter.END), 2 * TarHeader.BLOCK + manifest.size());
        }
        var refused = assertThrows(ProblemException.class, () -> new Restore(file).close());
        assertEquals(Problem.INVALID_VALUE, refused.problem());
        assertEquals(
                file + " cannot be used: manifest.json is damaged or too large. Take another backup", refused.detail());
    }

    private void refused(byte[] damaged, String how, Tally tally) throws IOException {
        var file = Files.write(folder.resolve("damaged.tar"), damaged);
        try (var accepted = new Restore(file)) {
            tally.missed(how + " of " + damaged.length + " was accepted: " + accepted.summary());
        } catch (ProblemException refused) {
            assertEquals(Problem.INVALID_VALUE, refused.problem(), how);
            assertTrue(refused.detail().contains("damaged.tar cannot be used: "), refused::detail);
            tally.held();
        }
    }
}
