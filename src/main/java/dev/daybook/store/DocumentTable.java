package dev.daybook.store;

import dev.daybook.domain.customer.Customer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of customers' documents. */
public final class DocumentTable {
    static final String PUT = """
            INSERT INTO customer_document (cm_id, created_at, id, format, doc)
            VALUES (:cmId, :createdAt, :id, :format, :doc)
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

    void put(Handle handle, Customer customer, ZoneId zone) {
        bind(handle.createUpdate(PUT), customer, zone).execute();
    }

    <S extends SqlStatement<S>> S bind(S statement, Customer customer, ZoneId zone) {
        return statement
                .bind("cmId", customer.cmId())
                .bind("createdAt", Times.column(customer.createdAt()))
                .bind("id", customer.id())
                .bind("format", format)
                .bind("doc", new String(renderer.render(customer, zone), StandardCharsets.UTF_8));
    }

    int format() {
        return format;
    }
}
