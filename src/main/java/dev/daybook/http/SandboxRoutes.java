package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.SampleAccount;
import dev.daybook.wire.Request;
import dev.daybook.wire.sandbox.MoveClock;
import dev.daybook.wire.sandbox.ResetSandbox;
import dev.daybook.wire.sandbox.SetFaults;
import java.util.function.Consumer;
import java.util.function.Function;

/** Handlers of the sandbox's operations, which only a demo has: reset, clock and faults. */
public final class SandboxRoutes {
    private final Database database;
    private final SampleAccount samples;
    private final SandboxClock clock;
    private final Faults faults;

    public SandboxRoutes(Database database, SampleAccount samples, SandboxClock clock, Faults faults) {
        this.database = database;
        this.samples = samples;
        this.clock = clock;
        this.faults = faults;
    }

    /** The account of the sandbox. */
    long cmId() {
        return samples.cmId();
    }

    /** The operation Reset. */
    Answer reset(Call call) {
        var request = request(call, ResetSandbox::decode);
        reset(transaction -> {});
        return Answer.ok(ResetSandbox.encode()).withIgnored(request.ignored());
    }

    /**
     * Resets the account, the clock and the faults, or changes none of them.
     *
     * @param work additional writes of the same transaction
     */
    public void reset(Consumer<Transaction> work) {
        // No other request writes in this transaction, so all later writes use the reset clock.
        database.writeAlone("sandbox: reset", transaction -> {
            // The work comes first, because samples.restore then resets the id counter: an id that the work takes
            // leaves no gap in the ids of new records.
            work.accept(transaction);
            samples.restore(transaction);
            transaction.afterCommit(clock::reset);
            transaction.afterCommit(faults::removeAll);
            return samples.cmId();
        });
    }

    /** The operation Clock: sets or moves the clock if the request says so, and shows it. */
    Answer clock(Call call) {
        var zone = call.account().zone();
        var request = request(call, body -> MoveClock.decode(body, zone));
        request.asked().now().ifPresent(clock::set);
        request.asked().advance().ifPresent(clock::advance);
        return Answer.ok(MoveClock.encode(clock, zone)).withIgnored(request.ignored());
    }

    /**
     * The operation Faults: replaces the rules by those of the request, if given, and shows the rules with their
     * counts.
     */
    Answer faults(Call call) {
        var request = request(call, body -> SetFaults.decode(body, faults.operations()));
        request.asked().ifPresent(faults::replace);
        return Answer.ok(SetFaults.encode(faults.counts())).withIgnored(request.ignored());
    }

    private <T> Request<T> request(Call call, Function<byte[], Request<T>> decode) {
        var request = call.request(decode);
        if (call.account().cmId() != samples.cmId()) {
            throw Problem.FORBIDDEN.because("Forbidden - this key is not of the account of the sandbox");
        }
        return request;
    }
}
