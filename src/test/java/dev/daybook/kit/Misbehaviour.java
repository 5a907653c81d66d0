package dev.daybook.kit;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One way in which a server departs from the vendor's pages, or fills a gap of theirs differently. Several can be
 * combined at one {@link VendorServer}; they apply in their order.
 *
 * @param name what it does, for tests
 * @param sort which part of an answer it is about
 * @param before what happens at the server when a pull's request comes
 * @param request how a request is understood
 * @param order the order of the records that are meant, before a page is cut out
 * @param record what a record looks like
 * @param answer what is answered to a pull
 * @param unknown what is answered at a path that the vendor does not have
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

    /** Which part of an answer is different. */
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

    /** One that does nothing yet. */
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

    /** The same, and this happens when a request comes. */
    public Misbehaviour before(BiConsumer<VendorServer, VendorRequest> event) {
        return new Misbehaviour(name, sort, event, request, order, record, answer, unknown);
    }

    /** The same, with requests understood so. */
    public Misbehaviour requests(UnaryOperator<VendorRequest> understood) {
        return new Misbehaviour(name, sort, before, understood, order, record, answer, unknown);
    }

    /** The same, with records in this order. */
    public Misbehaviour orders(BiFunction<List<VendorRecord>, VendorRequest, List<VendorRecord>> other) {
        return new Misbehaviour(name, sort, before, request, other, record, answer, unknown);
    }

    /** The same, with the JSON of records changed so. */
    public Misbehaviour records(UnaryOperator<String> other) {
        return new Misbehaviour(name, sort, before, request, order, other, answer, unknown);
    }

    /** The same, with answers changed so. */
    public Misbehaviour answers(BiFunction<VendorAnswer, VendorRequest, VendorAnswer> other) {
        return new Misbehaviour(name, sort, before, request, order, record, other, unknown);
    }

    /** The same, with answers changed so. */
    public Misbehaviour answers(UnaryOperator<VendorAnswer> other) {
        return answers((given, asked) -> other.apply(given));
    }

    /** The same, with answers at unknown paths changed so. */
    public Misbehaviour unknownPaths(UnaryOperator<VendorAnswer> other) {
        return new Misbehaviour(name, sort, before, request, order, record, answer, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
