package dev.daybook.kit;

import at.favre.lib.crypto.bcrypt.BCrypt;

/** A password of people in tests, and a hash of it that is checked 256 times as fast as those of the console. */
public final class TestPassword {
    /** The password. */
    public static final String TEXT = "seven blue boats";

    /** A hash of the password. */
    public static final String HASH = BCrypt.withDefaults().hashToString(4, TEXT.toCharArray());

    private TestPassword() {}
}
