package dev.daybook.cli.option;

import java.util.Locale;

/** A number with its noun, as people write it: 1 day, 2 days, 0 retries. */
public final class Counted {
    private static final long KILO = 1_000;

    private Counted() {}

    /**
     * The number and the noun.
     *
     * @param noun the noun in the singular; its plural must be regular
     */
    public static String of(long number, String noun) {
        if (number == 1) {
            return "1 " + noun;
        }
        return number + " " + noun.replaceAll("ry$", "rie") + "s";
    }

    /** A number of bytes, in bytes, kB or MB of 1,000,000 bytes. */
    public static String bytes(long bytes) {
        if (bytes < KILO) {
            return of(bytes, "byte");
        }
        return bytes < KILO * KILO
                ? String.format(Locale.ROOT, "%.1f kB", bytes / (double) KILO)
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (KILO * KILO));
    }
}
