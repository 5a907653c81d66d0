package dev.daybook.battery;

import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts, in a run of the battery, what {@link Tally#run} does not see. A failure outside it, even of a class before
 * its first test, is a missed trial of each check in the tags. A test that calls no Tally is one trial. A skipped test
 * is reported as not run. JUnit finds this class by its file in META-INF/services.
 */
public final class TaggedTests implements TestExecutionListener {
    private static final String TAG = "battery-";

    /** The tests of one class that held. */
    private record Held(Check check, String name, long tests, Duration time) {
        Held with(Duration more) {
            return new Held(check, name, tests + 1, time.plus(more));
        }
    }

    private final Map<String, Held> held = new TreeMap<>();
    private final Map<String, Long> starts = new ConcurrentHashMap<>();
    private volatile TestPlan plan;

    /** JUnit calls this constructor. */
    @SuppressWarnings("NullAway.Init") // JUnit sets the plan before it runs tests
    public TaggedTests() {}

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            Tally.forget();
            starts.put(test.getUniqueId(), System.nanoTime());
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        notRun(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case ABORTED -> notRun(test, reason(result));
            case FAILED -> {
                if (!result.getThrowable().map(Tally::hasCounted).orElse(false)) {
                    checks(test).forEach(check -> Tally.missedOutside(check, name(test), reason(result)));
                }
            }
            case SUCCESSFUL -> {
                if (test.isTest() && !Tally.wasCalled()) {
                    var began = starts.getOrDefault(test.getUniqueId(), System.nanoTime());
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    checks(test).forEach(check -> add(check, className(test), took));
                }
            }
        }
    }

    private synchronized void add(Check check, String name, Duration took) {
        var key = check + " " + name;
        held.put(
                key,
                held.getOrDefault(key, new Held(check, name, 0, Duration.ZERO)).with(took));
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        held.values().forEach(all -> Tally.heldOutside(all.check, "tests of " + all.name, all.tests, all.time));
        held.clear();
    }

    private void notRun(TestIdentifier test, String reason) {
        checks(test).forEach(check -> Tally.notRunOutside(check, name(test), reason));
    }

    private static String reason(TestExecutionResult result) {
        return result.getThrowable().map(Throwable::toString).orElse("without a reason");
    }

    /** The checks in the tags of a test, of what contains it, and of what it contains. */
    private Set<Check> checks(TestIdentifier test) {
        return Stream.concat(
                        Stream.iterate(
                                        plan.getParent(test),
                                        parent -> parent.isPresent(),
                                        parent -> parent.flatMap(plan::getParent))
                                .flatMap(parent -> parent.stream()),
                        Stream.concat(Stream.of(test), plan.getDescendants(test).stream()))
                .flatMap(part -> part.getTags().stream())
                .map(TestTag::getName)
                .filter(tag -> tag.startsWith(TAG))
                .map(tag -> Check.of(tag.substring(TAG.length())))
                .collect(toCollection(() -> EnumSet.noneOf(Check.class)));
    }

    private String name(TestIdentifier test) {
        var name = className(test);
        return name.equals(test.getDisplayName()) ? name : name + ", " + test.getDisplayName();
    }

    /** The name of the class of a test without its package. */
    private String className(TestIdentifier test) {
        var source = test.getSource().orElse(null);
        var name = source instanceof MethodSource method
                ? method.getClassName()
                : source instanceof ClassSource type ? type.getClassName() : "";
        if (!name.isEmpty()) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
        return plan.getParent(test).map(this::className).orElse("a test");
    }
}
