package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.request.Shares;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Divides the server's resources among the accounts, so that no account can use all of them:
 *
 * <ul>
 *   <li>look-ups of keys, and open requests: each may hold a thread;
 *   <li>memory for bodies and answers;
 *   <li>places: a request holds one while it is processed or waits for a turn;
 *   <li>turns: in a turn, a request uses the processor and the database.
 * </ul>
 *
 * <p>If no turn is free, a request waits some seconds for one. If it gets no share of another resource, it is refused
 * immediately.
 */
public final class Admission {
    /**
     * The maximum number of open requests, unless {@link #open(int)} gives more. A request is open from the look-up of
     * its key to the end of its answer, and may hold a thread while a slow client sends or reads.
     */
    private static final int OPEN = 512;

    private static final String BUSY = "The server is busy; try again";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * The size in bytes from which the body of a write needs a turn even if small writes need none: parsing such a body
     * costs as much as the answer to a read.
     */
    private static final int LARGE_BODY = 65_536;

    private final Shares open;
    private final Shares lookUps;
    private final Shares bytes;
    private final Shares places;
    private final Shares turns;
    private final boolean writesTakeTurns;

    /**
     * @param maxConcurrent the maximum number of requests that are processed or wait for a turn
     * @param memory the maximum bytes of bodies and answers in transit
     * @param turns the maximum number of turns at the same time; must be at most the number of concurrent database
     *     transactions
     * @param writesTakeTurns whether small writes need a turn too; false if they queue for a single writer, which
     *     commits many of them together
     */
    public Admission(int maxConcurrent, long memory, int turns, boolean writesTakeTurns) {
        this.open = new Shares(open(maxConcurrent));
        this.lookUps = new Shares(open(maxConcurrent));
        this.bytes = new Shares(memory);
        this.places = new Shares(maxConcurrent);
        this.turns = new Shares(turns);
        this.writesTakeTurns = writesTakeTurns;
    }

    /** The maximum number of open requests. */
    public static int open(int maxConcurrent) {
        return Math.max(OPEN, 2 * maxConcurrent);
    }

    /**
     * The maximum number of requests that hold a thread: open ones, and those whose keys are looked up. If many
     * requests with one key arrive at the same time, each of them looks the key up. So there may be as many look-ups as
     * open requests.
     */
    public static int threads(int maxConcurrent) {
        return 2 * open(maxConcurrent);
    }

    /** The number of requests that wait for a turn. */
    public int waiting() {
        return turns.waiting();
    }

    /**
     * Admits a request.
     *
     * @param owner its account, or another object that identifies its sender
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the owner has too many open requests
     */
    public Admitted admit(Object owner) {
        return new Admitted(owner, required(open.take(owner, 1)));
    }

    /**
     * Waits for a turn, then runs the work in it.
     *
     * @param refusal the message if no turn comes
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if no turn comes within {@link #PATIENCE}
     */
    private <T> T inTurn(Object owner, String refusal, Supplier<T> work) {
        return required(turns.await(owner, PATIENCE), refusal).during(work);
    }

    /**
     * Looks a key up in the database. The number of look-ups at a time is limited, so that only some requests wait
     * while the database is slow or unavailable.
     *
     * @param owner the owner of the look-up: the account of the key if the key is cached, otherwise the address of the
     *     sender
     * @param address the address of the sender, who is the owner of the turn
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the owner has too many look-ups, or if no turn comes
     *     within {@link #PATIENCE}
     */
    <T> T lookUp(Object owner, String address, Supplier<T> work) {
        return required(lookUps.take(owner, 1))
                .during(() -> inTurn(address, "The database is busy or out of reach; try again", work));
    }

    private static Shares.Share required(Optional<Shares.Share> share) {
        return required(share, BUSY);
    }

    private static Shares.Share required(Optional<Shares.Share> share, String refusal) {
        return share.orElseThrow(() -> Problem.UNAVAILABLE.because(refusal));
    }

    /** An admitted request. Closing it releases all its shares. */
    public final class Admitted implements AutoCloseable {
        private final Object owner;
        private final Shares.Share thread;
        private final Shares.Share memory;
        private long reserved;

        private Admitted(Object owner, Shares.Share thread) {
            this.owner = owner;
            this.thread = thread;
            this.memory = bytes.nothing(owner);
        }

        /** The memory that is reserved for the body and the answer, in bytes. */
        long reserved() {
            return reserved;
        }

        /**
         * Reserves memory for the body and the answer, instead of what was reserved before.
         *
         * @param amount the number of bytes in total
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too much memory is in use; what was reserved
         *     before stays reserved
         */
        void reserve(long amount) {
            if (!memory.resize(amount)) {
                throw Problem.UNAVAILABLE.because(
                        "The server has too many large requests and answers on their way; try again, or ask for"
                                + " smaller pages");
            }
            reserved = amount;
        }

        /** Reserves this many more bytes, as {@link #reserve} does. */
        void reserveMore(long amount) {
            reserve(reserved + amount);
        }

        /**
         * Processes the request. Reads and large writes need a turn, other writes only if {@code writesTakeTurns}.
         *
         * @param reads whether it only reads
         * @param bodyBytes the length of its body
         * @throws dev.daybook.domain.ProblemException UNAVAILABLE if too many requests are being processed, or if no
         *     turn comes within {@link #PATIENCE}
         */
        <T> T work(boolean reads, int bodyBytes, Supplier<T> work) {
            var takesTurn = reads || writesTakeTurns || bodyBytes >= LARGE_BODY;
            return required(places.take(owner, 1)).during(takesTurn ? () -> inTurn(owner, BUSY, work) : work);
        }

        @Override
        public void close() {
            memory.close();
            thread.close();
        }
    }
}
