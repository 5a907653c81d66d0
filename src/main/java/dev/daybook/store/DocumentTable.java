package dev.daybook.store;

import dev.daybook.domain.customer.Customer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;

/** The rows of customers' documents. */
public final class DocumentTable {
    private static final String INTO = "customer_document (cm_id, created_at, id, format, doc)";

    private static final String PUT = "INSERT INTO " + INTO + """

            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, created_at, id) DO UPDATE SET format = excluded.format, doc = excluded.doc""";

    private final CustomerRenderer renderer;
    private final int format;

    /**
     * Puts documents.
     *
     * @param renderer makes them
     * @param format the version of the shape that it makes
     */
    public DocumentTable(CustomerRenderer renderer, int format) {
        this.renderer = renderer;
        this.format = format;
    }

    /**
     * Renders customers and puts their documents in place of what is there; no two may have the same id.
     *
     * @param fresh whether none of the documents is there
     */
    void put(Transaction transaction, Collection<Customer> customers, ZoneId zone, boolean fresh) {
        try (var batch = transaction.rows(INTO, PUT, fresh)) {
            for (Customer customer : customers) {
                batch.add(customer.cmId())
                        .add(Times.column(customer.createdAt()))
                        .add(customer.id())
                        .add(format)
                        .add(new String(renderer.render(customer, zone), StandardCharsets.UTF_8))
                        .endRow();
            }
            batch.execute();
        }
    }

    int format() {
        return format;
    }
}
