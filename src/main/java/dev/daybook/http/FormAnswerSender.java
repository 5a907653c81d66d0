package dev.daybook.http;

import dev.daybook.domain.Reason;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.pipeline.LargeAnswer;
import dev.daybook.wire.bytes.Pieces;
import io.javalin.http.Context;

/**
 * Sender of the answers to forms of people who are logged in. Such an answer may repeat a long text of the form. If the
 * client reads slowly, the memory of the answer and a thread stay in use. So the number and the memory of large answers
 * in transit are limited for each account and for each person.
 */
public final class FormAnswerSender {
    /** The maximum number of large answers in transit. Each may hold a thread. */
    private static final int MOST = 64;

    /**
     * The maximum number of large answers in transit to one person: more than one, because a person who lost the
     * connection may send the form again before the server knows of the loss.
     */
    private static final int OF_PERSON = 8;

    /** The memory for large answers in transit is the maximum heap, divided by this number. */
    private static final int PART_OF_HEAP = 16;

    private final Shares accounts;
    private final Shares people;
    private final long least;

    /** Sends answers. The large ones in transit together take at most a 16th of the maximum heap. */
    public FormAnswerSender() {
        this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** Sends answers. The large ones in transit together take at most this memory, in bytes. */
    public FormAnswerSender(long memory) {
        this.accounts = new Shares(memory);
        this.people = new Shares(memory, memory / MOST * OF_PERSON);
        this.least = memory / MOST;
    }

    /**
     * Sends an answer whose status and headers are set. Each large answer counts as at least a 64th of the memory, so
     * that there are at most 64 of them.
     *
     * @param account the account, or another object that identifies who asks
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE with the reason OUTCOME_UNKNOWN if too many large answers
     *     are in transit: the answer that is not sent may have said whether the form was stored
     */
    @SuppressWarnings("try") // the shares are only held
    public void send(Context context, Object account, long personId, byte[] html) {
        if (!LargeAnswer.suits(html.length)) {
            context.result(html);
            return;
        }
        var amount = Math.max(html.length, least);
        try (var ofAccount = share(accounts, account, amount);
                var ofPerson = share(people, personId, amount)) {
            LargeAnswer.send(context, Pieces.of(html));
        }
    }

    private static Shares.Share share(Shares shares, Object owner, long amount) {
        return shares.take(owner, amount)
                .orElseThrow(() -> Reason.OUTCOME_UNKNOWN.with("too many answers to forms are in transit"));
    }
}
