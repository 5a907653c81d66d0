package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The beginning of a long text in a list. */
class ShellTest {
    @Test
    void aLongTextIsCutBetweenTwoLetters() {
        var smile = Character.toString(0x1F600);
        assertEquals("x".repeat(150), Shell.beginning("x".repeat(150)));
        assertEquals("x".repeat(150) + "…", Shell.beginning("x".repeat(151)));
        assertEquals("x".repeat(148) + smile + "…", Shell.beginning("x".repeat(148) + smile + "y"));
        assertEquals("x".repeat(149) + "…", Shell.beginning("x".repeat(149) + smile + "y"));
    }
}
