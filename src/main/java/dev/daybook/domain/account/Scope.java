package dev.daybook.domain.account;

import dev.daybook.domain.message.Labelled;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key may do. */
public enum Scope implements Labelled {
    /** Pull and get customers, and their changes and proofs. */
    CUSTOMERS_READ("customers:read"),
    /** Add and update customers. */
    CUSTOMERS_WRITE("customers:write"),
    /** Pull and get tickets, and their changes and proofs. */
    TICKETS_READ("tickets:read"),
    /** Add and update tickets. */
    TICKETS_WRITE("tickets:write"),
    /** Pull orders, and their changes and proofs. */
    ORDERS_READ("orders:read"),
    /** Add and update orders. */
    ORDERS_WRITE("orders:write"),
    /** Read and search the FAQ. */
    FAQ_READ("faq:read"),
    /** All operations, including those of later versions. */
    EVERYTHING("*");

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    /** The name of the scope, such as {@code customers:read}. */
    @Override
    public String label() {
        return label;
    }

    /** Whether the scope allows only reading. */
    public boolean reads() {
        return this == CUSTOMERS_READ || this == TICKETS_READ || this == ORDERS_READ || this == FAQ_READ;
    }

    /**
     * Parses a comma-separated list of names.
     *
     * @throws IllegalArgumentException if a name is unknown
     */
    public static Set<Scope> parse(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(Scope::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    /** The inverse of {@link #parse}. */
    public static String format(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::label).collect(Collectors.joining(","));
    }

    private static Scope of(String label) {
        return Labelled.find(Scope.class, label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown scope '" + label + "'; the scopes are " + Labelled.all(Scope.class)));
    }
}
