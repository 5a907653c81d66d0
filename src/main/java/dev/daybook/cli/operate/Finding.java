package dev.daybook.cli.operate;

/**
 * What the doctor found in one place.
 *
 * @param level how bad it is
 * @param place what was looked at, in a word
 * @param what what was found
 * @param remedy what to do; empty if nothing is to be done
 */
record Finding(Level level, String place, String what, String remedy) {
    /** How bad a finding is. */
    enum Level {
        ok,
        note,
        warning,
        problem
    }

    static Finding ok(String place, String what) {
        return new Finding(Level.ok, place, what, "");
    }

    /** Nothing is wrong, but it could not be looked at, or is to be known. */
    static Finding note(String place, String what, String remedy) {
        return new Finding(Level.note, place, what, remedy);
    }

    static Finding warning(String place, String what, String remedy) {
        return new Finding(Level.warning, place, what, remedy);
    }

    static Finding problem(String place, String what, String remedy) {
        return new Finding(Level.problem, place, what, remedy);
    }
}
