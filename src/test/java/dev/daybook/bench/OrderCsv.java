package dev.daybook.bench;

import static dev.daybook.bench.SampleDays.pick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;

/**
 * Writes sample orders as CSV: {@code OrderCsv FILE COUNT FIRST-DAY DAYS [KNOWN]}. The same arguments give the same
 * orders. They are created evenly over the days, in ascending order. Each order has a new customer; with KNOWN, each
 * order names, by its code, one of the first KNOWN customers of {@link CustomerCsv}.
 */
public final class OrderCsv {
    private static final List<String> STATES = List.of("Booked", "Packed", "Delivered", "Returned");
    private static final List<String> PRODUCTS = List.of("Kettle,KT-1,1499.00", "Lamp,LM-7,899.50", "Chair,CH-3,5200");

    private OrderCsv() {}

    /** Writes the file. */
    public static void main(String[] arguments) {
        var days = SampleDays.of(arguments);
        var random = days.random();
        var known = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
        try (var out = Files.newBufferedWriter(days.file())) {
            out.write("erp_order_id,created_at,order_status,grand_total,address,"
                    + (known > 0 ? "customer_code" : "customer_name,phone,email")
                    + ",product_name,sku_id,rate\n");
            for (var number = 0; number < days.count(); number++) {
                var created = Instant.ofEpochMilli(days.createdAt(number));
                var customer = known > 0
                        ? CustomerCsv.code(random.nextInt(known))
                        : "Asha Rao,9" + (200_000_000 + number) + ",asha" + number + "@mail.example";
                out.write((known > 0 ? "K-" : "O-") + number + "," + created + "," + pick(STATES, random) + ","
                        + random.nextInt(90_000) + ".50," + (1 + random.nextInt(200)) + " Lake Road," + customer + ","
                        + pick(PRODUCTS, random) + "\n");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
