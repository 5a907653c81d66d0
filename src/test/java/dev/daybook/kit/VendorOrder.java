package dev.daybook.kit;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * An order at {@link VendorServer}. The vendor's page of Pull Order shows no answer, so its keys are those of other
 * pages on orders. The JSON is written out here and not made by Daybook's code, so that a mistake in that code is
 * found.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param remarks a text of the order
 */
public record VendorOrder(long id, LocalDateTime createdAt, String remarks) implements VendorRecord {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US);

    private static final String ROW = """
            {"id":%1$d,"cmId":1000298,"erpOrderId":"ERP-%1$d","customerId":191121684,"customerName":"Asha",
            "generationDate":"%2$s","remarks":%3$s,"totalAmount":120.50,
            "products":[{"productName":"Tea","quantity":2,"rate":60.25}]}
            """.replace("\n", "");

    /** An order for tests in which only the id and the time of creation matter. */
    public static VendorOrder of(long id, LocalDateTime createdAt) {
        return new VendorOrder(id, createdAt, "Order " + id);
    }

    @Override
    public String json() {
        return String.format(
                Locale.ROOT,
                ROW,
                id,
                DATE.format(createdAt),
                JsonMapper.shared().writeValueAsString(remarks));
    }
}
