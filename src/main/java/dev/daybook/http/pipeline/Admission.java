package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What requests need of the server while they are served: a thread, memory for bodies and answers, a place among those
 * that are worked on, and a turn with the processor and the database. Each is shared out by account, so that no account
 * can hold all of it. Who does not get a turn waits for it; who does not get something else is refused.
 */
public final class Admission {
    /** Requests from their headers to the end of their answer. Each may hold a thread while a slow client sends or reads. */
    private static final int OPEN = 512;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** From here on parsing a body costs as much as an answer. */
    private static final int LARGE_BODY = 65_536;

    private final Shares open;
    private final Shares bytes;
    private final Shares places;
    private final Shares turns;
    private final boolean writesTakeTurns;

    /**
     * Sets how much there is.
     *
     * @param maxConcurrent how many requests may be worked on, or wait for their turn
     * @param memory how many bytes the bodies and answers may have that are on their way
     * @param turns how many requests are worked on at once; not more than the database answers at once
     * @param writesTakeTurns whether small writes need a turn too: not where they queue for one writer, which takes many
     *     at a time
     */
    public Admission(int maxConcurrent, long memory, int turns, boolean writesTakeTurns) {
        this.open = new Shares(open(maxConcurrent));
        this.bytes = new Shares(memory);
        this.places = new Shares(maxConcurrent);
        this.turns = new Shares(turns);
        this.writesTakeTurns = writesTakeTurns;
    }

    /** How many requests may be open, of which so many are worked on. */
    public static int open(int maxConcurrent) {
        return Math.max(OPEN, 2 * maxConcurrent);
    }

    /**
     * Lets a request in.
     *
     * @param owner its account, or what else stands for its sender
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the owner has too many already
     */
    public Admitted admit(Object owner) {
        return new Admitted(owner, required(open.take(owner, 1)));
    }

    /**
     * Does something in turn.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the turn does not come in time
     */
    <T> T inTurn(Object owner, Supplier<T> work) {
        var turn = required(turns.await(owner, PATIENCE));
        try {
            return work.get();
        } finally {
            turn.close();
        }
    }

    private static Shares.Share required(Optional<Shares.Share> share) {
        return share.orElseThrow(() -> Problem.UNAVAILABLE.because("The server is busy; try again"));
    }

    /** A request that was let in; closing it gives back all that it holds. */
    public final class Admitted implements AutoCloseable {
        private final Object owner;
        private final Deque<Shares.Share> held = new ArrayDeque<>();

        private Admitted(Object owner, Shares.Share first) {
            this.owner = owner;
            held.push(first);
        }

        /**
         * Takes memory for a body or an answer.
         *
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too much is on its way
         */
        public void takeMemory(long amount) {
            held.push(bytes.take(owner, amount)
                    .orElseThrow(() -> Problem.UNAVAILABLE.because(
                            "The server has too many large requests and answers on their way; try again, or ask for"
                                    + " smaller pages")));
        }

        /**
         * Works on a request.
         *
         * @param reads whether it only reads
         * @param bodyBytes the length of its body
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many are worked on
         */
        <T> T work(boolean reads, int bodyBytes, Supplier<T> work) {
            var place = required(places.take(owner, 1));
            try {
                return reads || writesTakeTurns || bodyBytes >= LARGE_BODY ? inTurn(owner, work) : work.get();
            } finally {
                place.close();
            }
        }

        @Override
        public void close() {
            held.forEach(Shares.Share::close);
        }
    }
}
