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

    /** A fault only for the request with this number. */
    static FaultPlan at(int number, Fault fault) {
        return burst(number, 1, fault);
    }

    /** A fault for several consecutive requests. */
    static FaultPlan burst(int first, int count, Fault fault) {
        return when(request -> request.number() >= first && request.number() < first + count, fault);
    }

    /** A fault for the request with this number and all requests after it. */
    static FaultPlan from(int first, Fault fault) {
        return when(request -> request.number() >= first, fault);
    }

    /** A fault for every request. */
    static FaultPlan always(Fault fault) {
        return request -> fault;
    }

    /** A fault for the requests that match a condition. */
    static FaultPlan when(Predicate<SeenRequest> condition, Fault fault) {
        return request -> condition.test(request) ? fault : Fault.NONE;
    }

    /**
     * A fault for the first {@code times} requests of each page; later requests of the page pass. This plan has
     * counters, so it serves only one run.
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

    /** This plan, and another plan for the requests to which this one gives no fault. */
    default FaultPlan or(FaultPlan other) {
        return request -> {
            var fault = fault(request);
            return fault == Fault.NONE ? other.fault(request) : fault;
        };
    }

    /**
     * This plan, applied only to the requests that match a condition. Only these requests are counted, so the plan's
     * numbers also fit clients that send other requests too.
     */
    default FaultPlan only(Predicate<SeenRequest> condition) {
        var count = new AtomicInteger();
        return request -> condition.test(request) ? fault(request.numbered(count.incrementAndGet())) : Fault.NONE;
    }
}
