package dev.daybook.cli.option;

/** A number with its noun, as people write it: 1 day, 2 days, 0 retries. */
public final class Counted {
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
}
