package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.sandbox.FaultCount;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.domain.sandbox.FaultRule;
import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Page of a sandbox: clock, faults, and reset. The actions of the page do the same as the sandbox's operations. */
public final class SandboxPages {
    private static final int MOST_RULES = 20;
    private static final int MAX_DELAY_SECONDS = 60;
    private static final int OK = 200;

    private final Database database;
    private final Controls controls;

    public SandboxPages(Database database, Controls controls) {
        this.database = database;
        this.controls = controls;
    }

    /**
     * The controls of a sandbox.
     *
     * @param cmId the account of the sandbox, which a reset restores
     * @param clock the clock of records, which the page moves
     * @param operations the names of the operations that may have faults
     * @param faults the active rules with their counts
     * @param addFault adds a rule to the active rules
     * @param removeFaults removes all rules
     * @param reset puts account, clock and faults back to the start, and runs the given work in the same transaction
     */
    public record Controls(
            long cmId,
            SandboxClock clock,
            List<String> operations,
            Supplier<List<FaultCount>> faults,
            Consumer<FaultRule> addFault,
            Runnable removeFaults,
            Consumer<Consumer<Transaction>> reset) {
        public Controls {
            operations = List.copyOf(operations);
        }
    }

    /**
     * The state of the sandbox, with the fault as typed.
     *
     * @param now the time of the sandbox's clock
     * @param local the time for the form: as typed and refused, or {@code now} in the account's zone, to the minute
     * @param shift how far the clock is ahead of the real time, to the second; negative if it is behind
     * @param operations the names of the operations that may have faults
     * @param faults the active rules
     * @param typed the fault as typed
     * @param problem what is wrong, empty if nothing is
     */
    public record Sandbox(
            Instant now,
            String local,
            Duration shift,
            List<String> operations,
            List<FaultCount> faults,
            Fault typed,
            String problem) {
        /** The kinds of faults. */
        public List<FaultKind> kinds() {
            return List.of(FaultKind.values());
        }
    }

    /**
     * A fault as typed in the form.
     *
     * @param operation the name of an operation, or {@link FaultRule#ANY}
     * @param kind the kind's label
     * @param status the status of a refusal
     * @param seconds how many seconds an answer is late
     * @param percent the percentage of requests that get the fault
     * @param times how often the fault happens at most, empty for no limit
     */
    public record Fault(String operation, String kind, String status, String seconds, String percent, String times) {
        static final Fault BLANK = new Fault(FaultRule.ANY, FaultKind.STATUS.label(), "503", "1", "100", "");

        static Fault of(Visit visit) {
            return new Fault(
                    visit.form("operation"),
                    visit.form("kind"),
                    visit.form("status"),
                    visit.form("seconds"),
                    visit.form("percent"),
                    visit.form("times"));
        }

        /** The rule; empty if a typed value is not valid. */
        Optional<FaultRule> rule(List<String> operations, long seed) {
            var what = Labelled.find(FaultKind.class, kind);
            var refusal = between(status, 400, 599).or(() -> between(status, OK, OK));
            var late = between(seconds, 1, MAX_DELAY_SECONDS);
            var share = between(percent, 1, 100);
            var most = between(times, 1, Integer.MAX_VALUE);
            var known = operation.equals(FaultRule.ANY) || operations.contains(operation);
            if (!known || what.isEmpty() || share.isEmpty() || (!times.isEmpty() && most.isEmpty())) {
                return Optional.empty();
            }
            var refuses = what.get() == FaultKind.STATUS;
            var slow = what.get() == FaultKind.DELAY || what.get() == FaultKind.TRICKLE;
            if ((refuses && refusal.isEmpty()) || (slow && late.isEmpty())) {
                return Optional.empty();
            }
            return Optional.of(new FaultRule(
                    operation,
                    what.get(),
                    refuses ? refusal.get() : OK,
                    Optional.empty(),
                    slow ? Duration.ofSeconds(late.get()) : Duration.ZERO,
                    share.get() / 100.0,
                    seed,
                    most.map(Integer::longValue)));
        }

        private static Optional<Integer> between(String text, int least, int most) {
            return Visit.digits(text)
                    .filter(number -> number >= least && number <= most)
                    .map(Math::toIntExact);
        }
    }

    /**
     * Refuses any account but the sandbox's own, as the sandbox's operations do: people of another account may not
     * change the sandbox.
     */
    private void checkAccount(Visit visit) {
        if (visit.cmId() != controls.cmId) {
            throw Problem.NO_SUCH_PATH.because("the account is not the sandbox's");
        }
    }

    /** GET settings/sandbox. */
    public PageAnswer show(Visit visit) {
        checkAccount(visit);
        return PageAnswer.page("sandbox.jte", sandbox(visit, Fault.BLANK, ""));
    }

    private Sandbox sandbox(Visit visit, Fault typed, String problem) {
        var now = controls.clock.instant();
        var local = LocalDateTime.ofInstant(now, visit.account().zone()).truncatedTo(ChronoUnit.MINUTES);
        return new Sandbox(
                now,
                visit.form("now").isEmpty() ? local.toString() : visit.form("now"),
                controls.clock.shift().truncatedTo(ChronoUnit.SECONDS),
                controls.operations,
                controls.faults.get(),
                typed,
                problem);
    }

    private PageAnswer refused(Visit visit, Fault typed, String problem) {
        return PageAnswer.refused("sandbox.jte", sandbox(visit, typed, problem));
    }

    /**
     * POST settings/sandbox/clock: moves the clock by a duration, to a time in the account's zone, or to the real time.
     */
    public synchronized PageAnswer moveClock(Visit visit) {
        checkAccount(visit);
        try {
            // The transaction may run more than once, but the clock must move once. So the transaction checks the move
            // on a copy of the clock, and the clock itself is moved afterwards.
            if (isFirst(visit, AuditAction.MOVE_CLOCK, () -> move(visit, new SandboxClock(controls.clock)))) {
                move(visit, controls.clock);
            }
            return PageAnswer.redirect(visit.url("settings/sandbox", "clock.moved"));
        } catch (DateTimeException unreadable) {
            return refused(visit, Fault.BLANK, visit.t("error.sandbox.clock"));
        } catch (ProblemException problem) {
            problem.throwUnless(Problem.INVALID_VALUE);
            return refused(visit, Fault.BLANK, visit.t("error.sandbox.clock"));
        }
    }

    private static void move(Visit visit, SandboxClock clock) {
        if (!visit.form("advance").isEmpty()) {
            clock.advance(Duration.parse(visit.form("advance")));
        } else if (visit.form("now").isEmpty()) {
            clock.reset();
        } else {
            var local = LocalDateTime.parse(visit.form("now"));
            var offsets = visit.account().zone().getRules().getValidOffsets(local);
            if (offsets.size() != 1) {
                throw Problem.INVALID_VALUE.because("a time that exists twice or not at all");
            }
            clock.set(local.toInstant(offsets.get(0)));
        }
    }

    /** POST settings/sandbox/faults: adds a rule to the active rules. */
    public synchronized PageAnswer addFault(Visit visit) {
        checkAccount(visit);
        var typed = Fault.of(visit);
        var others = controls.faults.get().size();
        var rule = typed.rule(controls.operations, others);
        if (rule.isEmpty()) {
            return refused(visit, typed, visit.t("error.sandbox.fault"));
        }
        try {
            if (isFirst(visit, AuditAction.ADD_FAULT, () -> requireFew(others))) {
                controls.addFault.accept(rule.get());
            }
            return PageAnswer.redirect(visit.url("settings/sandbox", "fault.added"));
        } catch (ProblemException problem) {
            problem.throwUnless(Problem.INVALID_VALUE);
            return refused(visit, typed, visit.t("error.sandbox.fault"));
        }
    }

    private static void requireFew(int others) {
        if (others >= MOST_RULES) {
            throw Problem.INVALID_VALUE.because("more than " + MOST_RULES + " faults");
        }
    }

    /** POST settings/sandbox/faults/remove: removes all rules. */
    public synchronized PageAnswer removeFaults(Visit visit) {
        checkAccount(visit);
        database.run("console: sandbox", transaction -> visit.audited(transaction, AuditAction.REMOVE_FAULTS, 0));
        controls.removeFaults.run();
        return PageAnswer.redirect(visit.url("settings/sandbox", "faults.removed"));
    }

    /** POST settings/sandbox/reset: puts account, clock and faults back to the start. */
    public synchronized PageAnswer reset(Visit visit) {
        checkAccount(visit);
        if (visit.form("confirm").isEmpty()) {
            return refused(visit, Fault.BLANK, visit.t("error.sandbox.reset"));
        }
        controls.reset.accept(transaction -> visit.audited(transaction, AuditAction.RESET_SANDBOX, 0));
        return PageAnswer.redirect(visit.url("settings/sandbox", "sandbox.reset"));
    }

    /**
     * Whether the form is sent for the first time. If so, also writes the action to the audit.
     *
     * @param check refuses an action that is not possible, by an exception; not called for a repeated form
     */
    private boolean isFirst(Visit visit, AuditAction action, Runnable check) {
        return database.write("console: sandbox", transaction -> {
            if (!Once.isFirst(transaction, visit)) {
                return false;
            }
            check.run();
            visit.audited(transaction, action, 0);
            return true;
        });
    }
}
