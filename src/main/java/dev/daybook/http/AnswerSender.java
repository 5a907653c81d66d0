package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.LargeAnswer;
import dev.daybook.wire.bytes.Pieces;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends answers other than those to the operations of {@link Api}. It limits the number of large answers in transit,
 * because slow clients could otherwise hold all threads. If each answer is made for one request, it also limits the
 * memory that they could hold. There are several senders, so that slow readers of one kind of answer do not block
 * another kind: the files of the console, its pages, the description of the API, metrics, and the admin API.
 */
public final class AnswerSender {
    /** The maximum number of large answers in transit. Each may hold a thread. */
    private static final int PLACES = 64;

    /** The memory of each sender that {@link #ofMade} returns is the maximum heap, divided by this number. */
    private static final int PART_OF_HEAP = 32;

    private final Shares places = new Shares(PLACES);
    private final Optional<Shares> memory;

    /**
     * Does not limit the memory: for files that stay in memory, and for answers that together need little memory, such
     * as metrics.
     */
    public AnswerSender() {
        this.memory = Optional.empty();
    }

    /**
     * Sends answers that are made for one request each. The large ones in transit together take at most this memory, in
     * bytes.
     */
    public AnswerSender(Shares memory) {
        this.memory = Optional.of(memory);
    }

    /**
     * A sender of answers that are made for one request each. Its memory is limited separately from that of other
     * answers. So answers of the API cannot keep people from the console, or an operator from the admin API.
     */
    public static AnswerSender ofMade() {
        return new AnswerSender(new Shares(Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** Sends an answer like {@link #send(Context, Object, byte[])}, with the address of the client as the owner. */
    public void send(Context context, byte[] body) {
        send(context, Address.of(context), body);
    }

    /**
     * Sends an answer whose status and headers are set.
     *
     * @param owner the account, or another object that identifies who asks
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many large answers are in transit, or if they use
     *     too much memory
     */
    @SuppressWarnings("try") // the shares are only held
    public void send(Context context, Object owner, byte[] body) {
        if (!LargeAnswer.suits(body.length)) {
            context.result(body);
            return;
        }
        try (var place = required(context, places.take(owner, 1));
                var share = memory.isEmpty()
                        ? place
                        : required(context, memory.get().take(owner, body.length))) {
            LargeAnswer.send(context, Pieces.of(body));
        }
    }

    /** Returns the sender of a file with this media type. It compresses the content once. */
    public Consumer<Context> ofFile(String type, byte[] content) {
        var file = new StaticFile(type, content);
        return context -> file.send(context, this);
    }

    private static Shares.Share required(Context context, Optional<Shares.Share> share) {
        if (share.isEmpty()) {
            // Removes the headers of the answer, because a refusal with its own headers is sent instead.
            context.res().setHeader("Content-Encoding", null);
            context.res().setHeader("Content-Length", null);
            context.res().setHeader("ETag", null);
            throw Problem.UNAVAILABLE.because("The server is busy; try again");
        }
        return share.get();
    }
}
