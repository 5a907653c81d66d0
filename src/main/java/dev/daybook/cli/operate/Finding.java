package dev.daybook.cli.operate;

/**
 * Finding of {@code daybook doctor} about one subject. With {@code --json} the command prints it under these names.
 *
 * @param level the severity
 * @param place the subject, in one word
 * @param what the finding
 * @param remedy what to do; empty for nothing
 */
record Finding(Level level, String place, String what, String remedy) {
    enum Level {
        ok,
        note,
        warning,
        problem
    }

    static Finding ok(String place, String what) {
        return new Finding(Level.ok, place, what, "");
    }

    /** A finding that is no problem: something that was not checked, or that is good to know. */
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
