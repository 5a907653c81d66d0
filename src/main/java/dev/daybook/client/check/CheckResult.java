package dev.daybook.client.check;

import dev.daybook.client.server.ServerProfile;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The result of a check.
 *
 * @param answered every question with its finding, in the order of the table
 * @param fields the fields of the records that were seen, by the kind of record, such as {@code customers}; fields of
 *     the objects in a list are under the name of the list, such as {@code contacts}
 * @param made the records that were added to the account, by kind and id
 * @param pulls the server's profile for pulls, by the kind of record
 */
public record CheckResult(
        List<Answered> answered,
        SortedMap<String, List<FieldUse>> fields,
        int requests,
        List<String> made,
        SortedMap<String, ServerProfile> pulls) {
    public CheckResult {
        answered = List.copyOf(answered);
        made = List.copyOf(made);
    }

    /**
     * A question with its finding.
     *
     * @param isLack whether the question is open because the server gave no usable answer: see {@code
     *     NotEstablished#isUnanswered}
     */
    public record Answered(Question question, Finding finding, boolean isLack) {
        private boolean isPull() {
            return question.id().endsWith(".pull");
        }
    }

    /** The questions with this verdict. */
    public List<Answered> withVerdict(Verdict verdict) {
        return answered.stream()
                .filter(one -> one.finding().verdict() == verdict)
                .toList();
    }

    /**
     * Why too little was established to say that the server speaks the API; empty if there is no such reason. If {@code
     * isLack} is true for a question, the result is the reason of the first such question. Otherwise, if no pull
     * conforms, the result is the reason of the first pull that was not established.
     */
    public Optional<String> lack() {
        var open = withVerdict(Verdict.NOT_ESTABLISHED);
        var lack = open.stream()
                .filter(Answered::isLack)
                .map(one -> one.finding().found())
                .findFirst();
        var hasRecords = withVerdict(Verdict.CONFORMS).stream().anyMatch(Answered::isPull);
        return lack.isPresent() || hasRecords
                ? lack
                : open.stream()
                        .filter(Answered::isPull)
                        .map(one -> one.finding().found())
                        .findFirst();
    }

    /** The questions with a difference that an integration would notice. */
    public List<Answered> noticed() {
        return answered.stream().filter(one -> one.finding().noticed()).toList();
    }
}
