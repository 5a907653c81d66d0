package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackTest {
    private static final List<byte[]> DOCUMENTS = List.of(bytes("{\"id\":1}"), bytes("{\"id\":2}"));

    @Test
    void aPackGivesBackItsDocuments() {
        assertArrayEquals(bytes("{\"id\":1},{\"id\":2}"), Pack.of(DOCUMENTS).inflated());
    }

    /**
     * A changed byte never gives other documents. A few bytes have no effect on them, such as those of the flush at the
     * end of the pack.
     */
    @Test
    void aChangedByteNeverGivesOtherDocuments() {
        var pack = Pack.of(DOCUMENTS);
        var refused = 0;
        for (var index = 0; index < pack.deflated().length; index++) {
            var changed = pack.deflated().clone();
            changed[index] ^= 4;
            try {
                assertArrayEquals(pack.inflated(), new Pack(changed, pack.length(), pack.crc()).inflated());
            } catch (IllegalStateException damaged) {
                refused++;
            }
        }
        assertTrue(refused > pack.deflated().length / 2, refused + " of " + pack.deflated().length);
    }

    @Test
    void aPackWithAPartMissingOrAWrongNumberIsRefused() {
        var pack = Pack.of(DOCUMENTS);
        var cut = Arrays.copyOf(pack.deflated(), pack.deflated().length / 2);
        for (var damaged : List.of(
                new Pack(cut, pack.length(), pack.crc()),
                new Pack(pack.deflated(), pack.length() + 1, pack.crc()),
                new Pack(pack.deflated(), pack.length() - 1, pack.crc()),
                new Pack(pack.deflated(), pack.length(), pack.crc() + 1))) {
            assertThrows(IllegalStateException.class, damaged::inflated);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
