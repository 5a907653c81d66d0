package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.PullCursor;
import dev.daybook.wire.row.FileRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged cursors are refused. Damage in an SQLite file is not tried, because its pages have no checksums that would
 * show it; the report names this part as not run.
 */
@Tag("battery-5")
class DamageTest {
    private static final List<RecordKind> KINDS = List.of(RecordKind.values());
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void damagedCursorsAreRefused() throws Exception {
        Tally.run(Check.FILES_DAMAGED, "cursors", tally -> {
            var random = new Random(tally.seed());
            for (var left = Tally.trials(2_000, 10_000); left > 0; left--) {
                var kind = KINDS.get(random.nextInt(KINDS.size()));
                var cursor = new PullCursor(
                        Instant.ofEpochMilli(random.nextLong(1L << 42)),
                        new PagePosition(Instant.ofEpochMilli(random.nextLong(1L << 42)), random.nextLong(1L << 40)));
                var damaged = damaged(CursorCodec.write(kind, 1, cursor), random);
                var read = read(kind, damaged);
                // A change of the last letter may keep the cursor, because some bits of this letter have no meaning.
                assertFalse(read.isPresent() && !read.get().equals(cursor), damaged);
                tally.held();
            }
        });
    }

    private static Optional<PullCursor> read(RecordKind kind, String word) {
        try {
            return CursorCodec.read(kind, 1, FileRow.ofTexts(Map.of("cursor", word)), "cursor");
        } catch (dev.daybook.domain.ProblemException refused) {
            return Optional.empty();
        }
    }

    /** The cursor after one random change: truncated, or with one letter changed, removed or inserted. */
    private static String damaged(String word, Random random) {
        var at = random.nextInt(word.length());
        var letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        return switch (random.nextInt(4)) {
            case 0 -> word.substring(0, at);
            case 1 -> word.substring(0, at) + word.substring(at + 1);
            case 2 -> word.substring(0, at) + letter + word.substring(at);
            default -> word.substring(0, at) + letter + word.substring(at + 1);
        };
    }

    @Test
    void damageInsideASqlitePageIsRecordedAsNotTried() {
        Tally.notRun(
                Check.FILES_DAMAGED,
                "SQLite file",
                "its pages have no check sums: a record with a flipped bit is answered like any other; only the proof may"
                        + " show the damage");
    }
}
