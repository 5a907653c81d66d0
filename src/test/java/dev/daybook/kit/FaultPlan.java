package dev.daybook.kit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Decides which request gets which fault. Requests are counted from 1 on in the order of their arrival, so a retry has
 * the next number.
 */
@FunctionalInterface
public interface FaultPlan {
    /** The fault of this request; {@link Fault#NONE} for none. Asked once for each request. */
    Fault fault(SeenRequest request);

    /** No faults. */
    static FaultPlan none() {
        return request -> Fault.NONE;
    }

    /** Only for this request. */
    static FaultPlan at(int number, Fault fault) {
        return burst(number, 1, fault);
    }

    /** For several requests in a row. */
    static FaultPlan burst(int first, int count, Fault fault) {
        return when(request -> request.number() >= first && request.number() < first + count, fault);
    }

    /** For this request and all later ones. */
    static FaultPlan from(int first, Fault fault) {
        return when(request -> request.number() >= first, fault);
    }

    /** For every request. */
    static FaultPlan always(Fault fault) {
        return request -> fault;
    }

    /** For the requests that match a condition. */
    static FaultPlan when(Predicate<SeenRequest> condition, Fault fault) {
        return request -> condition.test(request) ? fault : Fault.NONE;
    }

    /**
     * For the first {@code times} requests of each page; later requests of the page pass. Has counters, so it serves
     * only one run.
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

    /** Another plan for the requests without a fault in this one. */
    default FaultPlan or(FaultPlan other) {
        return request -> {
            var fault = fault(request);
            return fault == Fault.NONE ? other.fault(request) : fault;
        };
    }

    /**
     * This plan only for the requests that match a condition, which are counted separately. For clients whose requests
     * are not all for pages.
     */
    default FaultPlan only(Predicate<SeenRequest> condition) {
        var count = new AtomicInteger();
        return request -> condition.test(request) ? fault(request.numbered(count.incrementAndGet())) : Fault.NONE;
    }
}
