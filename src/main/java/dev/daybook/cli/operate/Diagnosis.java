package dev.daybook.cli.operate;

/**
 * What {@code daybook doctor} found about one subject. With {@code --json} the command prints it as an object whose
 * fields have the components' names.
 *
 * @param level the severity
 * @param place the subject, in one word
 * @param what the finding
 * @param remedy what to do; empty for nothing
 */
record Diagnosis(Level level, String place, String what, String remedy) {
    enum Level {
        ok,
        note,
        warning,
        problem
    }

    static Diagnosis ok(String place, String what) {
        return new Diagnosis(Level.ok, place, what, "");
    }

    /** A finding that is no problem: something that was not checked, or that is good to know. */
    static Diagnosis note(String place, String what, String remedy) {
        return new Diagnosis(Level.note, place, what, remedy);
    }

    static Diagnosis warning(String place, String what, String remedy) {
        return new Diagnosis(Level.warning, place, what, remedy);
    }

    static Diagnosis problem(String place, String what, String remedy) {
        return new Diagnosis(Level.problem, place, what, remedy);
    }
}
