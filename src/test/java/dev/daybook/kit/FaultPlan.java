package dev.daybook.kit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Which request meets which fault. Requests are counted from 1 on in the order in which they come, whatever they ask
 * for, so a request that is tried again has the next number.
 */
@FunctionalInterface
public interface FaultPlan {
    /** The fault for this request; {@link Fault#NONE} to let it pass. Asked once for each. */
    Fault fault(SeenRequest request);

    /** Lets everything pass. */
    static FaultPlan none() {
        return request -> Fault.NONE;
    }

    /** Only this request. */
    static FaultPlan at(int number, Fault fault) {
        return burst(number, 1, fault);
    }

    /** So many requests in a row. */
    static FaultPlan burst(int first, int count, Fault fault) {
        return when(request -> request.number() >= first && request.number() < first + count, fault);
    }

    /** This request and all after it. */
    static FaultPlan from(int first, Fault fault) {
        return when(request -> request.number() >= first, fault);
    }

    /** Every request. */
    static FaultPlan always(Fault fault) {
        return request -> fault;
    }

    /** The requests that the condition is true of. */
    static FaultPlan when(Predicate<SeenRequest> condition, Fault fault) {
        return request -> condition.test(request) ? fault : Fault.NONE;
    }

    /**
     * Each page, the first so many times that it is asked for: the request passes when it comes once more. For one run
     * only, because it remembers.
     */
    static FaultPlan eachPage(int times, Fault fault) {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        return request -> {
            for (var time = 1; time <= times; time++) {
                if (asked.add(time + " " + request.question())) {
                    return fault;
                }
            }
            return Fault.NONE;
        };
    }

    /** Another plan for the requests that this one lets pass. */
    default FaultPlan or(FaultPlan other) {
        return request -> {
            var fault = fault(request);
            return fault == Fault.NONE ? other.fault(request) : fault;
        };
    }

    /**
     * This plan for the requests that the condition is true of, which are counted for themselves; the others pass. For a
     * client that asks for more than pages.
     */
    default FaultPlan only(Predicate<SeenRequest> condition) {
        var count = new AtomicInteger();
        return request -> condition.test(request) ? fault(request.numbered(count.incrementAndGet())) : Fault.NONE;
    }
}
