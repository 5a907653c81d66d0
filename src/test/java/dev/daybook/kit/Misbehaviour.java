package dev.daybook.kit;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A way in which a server deviates from the vendor's pages, or in which it behaves where the pages say nothing. Several
 * misbehaviours can be combined at one {@link VendorServer}; they apply in their order.
 *
 * @param name a description, for tests
 * @param sort the part of an answer that differs
 * @param before an event at the server when a pull's request arrives
 * @param request changes how a request is understood
 * @param order changes the order of the requested records, before a page is cut out
 * @param record changes the JSON of a record
 * @param answer changes the answer to a pull
 * @param unknown changes the answer at a path that the vendor does not have
 */
public record Misbehaviour(
        String name,
        Sort sort,
        BiConsumer<VendorServer, VendorRequest> before,
        UnaryOperator<VendorRequest> request,
        BiFunction<List<VendorRecord>, VendorRequest, List<VendorRecord>> order,
        UnaryOperator<String> record,
        BiFunction<VendorAnswer, VendorRequest, VendorAnswer> answer,
        UnaryOperator<VendorAnswer> unknown) {

    /** The part of an answer that differs. */
    public enum Sort {
        WINDOW,
        PAGING,
        ORDER,
        PROBE,
        EMPTY_DAY,
        BODY,
        RECORD,
        FAILURE
    }

    /** A misbehaviour that has no effect yet. The other methods return copies with an effect. */
    public static Misbehaviour of(String name, Sort sort) {
        return new Misbehaviour(
                name,
                sort,
                (server, request) -> {},
                request -> request,
                (records, request) -> records,
                record -> record,
                (answer, request) -> answer,
                answer -> answer);
    }

    /** A copy that runs an event when a request arrives. */
    public Misbehaviour before(BiConsumer<VendorServer, VendorRequest> event) {
        return new Misbehaviour(name, sort, event, request, order, record, answer, unknown);
    }

    /** A copy that changes how requests are understood. */
    public Misbehaviour requests(UnaryOperator<VendorRequest> understood) {
        return new Misbehaviour(name, sort, before, understood, order, record, answer, unknown);
    }

    /** A copy that changes the order of records. */
    public Misbehaviour orders(BiFunction<List<VendorRecord>, VendorRequest, List<VendorRecord>> other) {
        return new Misbehaviour(name, sort, before, request, other, record, answer, unknown);
    }

    /** A copy that changes the JSON of records. */
    public Misbehaviour records(UnaryOperator<String> other) {
        return new Misbehaviour(name, sort, before, request, order, other, answer, unknown);
    }

    /** A copy that changes answers, depending on the request. */
    public Misbehaviour answers(BiFunction<VendorAnswer, VendorRequest, VendorAnswer> other) {
        return new Misbehaviour(name, sort, before, request, order, record, other, unknown);
    }

    /** A copy that changes answers. */
    public Misbehaviour answers(UnaryOperator<VendorAnswer> other) {
        return answers((given, asked) -> other.apply(given));
    }

    /** A copy that changes answers at unknown paths. */
    public Misbehaviour unknownPaths(UnaryOperator<VendorAnswer> other) {
        return new Misbehaviour(name, sort, before, request, order, record, answer, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
