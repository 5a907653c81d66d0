package dev.daybook.bench;

import static dev.daybook.bench.SampleDays.pick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Writes sample tickets as CSV: {@code TicketCsv FILE COUNT FIRST-DAY DAYS}. The same arguments give the same tickets.
 * They are created evenly over the days, in ascending order, and their ids follow from their times.
 */
public final class TicketCsv {
    private static final long NUMBERS_START = 1_000_000_000_000L;
    private static final List<String> TITLES =
            List.of("Parcel has not arrived", "Wrong colour delivered", "Refund not received", "Invoice please");
    private static final List<String> STEPS = List.of("US", "OP", "IN", "CL", "CO", "RS");
    private static final List<String> QUEUES = List.of("P_Q", "BILLING", "DELIVERY");

    private TicketCsv() {}

    /** Writes the file. */
    public static void main(String[] arguments) {
        var days = SampleDays.of(arguments);
        var random = days.random();
        try (var out = Files.newBufferedWriter(days.file())) {
            out.write("ticket_id,created_at,ended_at,title,ticket_details,sub_status,queue,disposition,priority,"
                    + "customer_name,phone,email_id,additional_info\n");
            for (var number = 0; number < days.count(); number++) {
                var created = days.createdAt(number);
                out.write((created - NUMBERS_START) + "," + Instant.ofEpochMilli(created) + ","
                        + Instant.ofEpochMilli(created
                                + Duration.ofHours(1 + random.nextInt(70)).toMillis()) + ","
                        + pick(TITLES, random) + ",It is about order " + (5_000_000 + number)
                        + " and has been going on for a while.," + pick(STEPS, random) + "," + pick(QUEUES, random)
                        + ",Delivery|Late," + random.nextInt(4) + ",Asha Rao,,,"
                        + "\"{\"\"order_info\"\":{\"\"order_number\"\":\"\"O-" + number + "\"\",\"\"items\"\":"
                        + (1 + random.nextInt(4)) + "}}\"\n");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
