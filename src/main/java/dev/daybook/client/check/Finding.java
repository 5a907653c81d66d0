package dev.daybook.client.check;

/**
 * The answer to a question.
 *
 * @param noticed whether an integration would notice a difference
 * @param found a description of the server's behaviour, without values of records: only kinds, lengths and counts; or
 *     the reason why the behaviour is not known
 */
public record Finding(Verdict verdict, boolean noticed, String found) {
    static Finding conforms(String found) {
        return new Finding(Verdict.CONFORMS, false, found);
    }

    /** A difference that an integration would notice. */
    static Finding differs(String found) {
        return new Finding(Verdict.DIFFERS, true, found);
    }

    /** A difference that no integration is known to depend on. */
    static Finding unnoticed(String found) {
        return new Finding(Verdict.DIFFERS, false, found);
    }

    static Finding unknown(String why) {
        return new Finding(Verdict.NOT_ESTABLISHED, false, why);
    }

    /** A conforming answer if {@code holds} is true; otherwise a difference that an integration would notice. */
    static Finding of(boolean holds, String found) {
        return of(holds, found, found);
    }

    /** As {@link #of(boolean, String)}, with one text for a conforming answer and another one for a difference. */
    static Finding of(boolean holds, String conforming, String differing) {
        return holds ? conforms(conforming) : differs(differing);
    }
}
