package dev.daybook.cli.demo;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Generator of tickets of the sample customers, with all sub-statuses. The tickets are the same for the same seed. */
final class SampleTickets {
    private static final List<List<String>> SUBJECTS = List.of(
            List.of("Parcel has not arrived", "Delivery|Late", "The tracking page has said the same for days."),
            List.of("Wrong colour delivered", "Delivery|Wrong item", "Ordered blue, got green. Please exchange."),
            List.of("Refund not received", "Payment|Refund", "Returned the item two weeks ago."),
            List.of("Invoice needs a tax number", "Payment|Invoice", "Please send the invoice again with our number."),
            List.of("Kettle does not switch on", "Product|Defect", "Tried two sockets. It is dead."),
            List.of("How do I change my address?", "Account|Profile", "I have moved and cannot find the page."),
            List.of("Coupon is refused at checkout", "Payment|Coupon", "It says expired, the mail says valid."));
    private static final List<String> EMPLOYEES = List.of("Meera Nair", "Arjun Sen", "Tara Joshi", "");
    private static final List<String> SUB_STATUSES = List.of("US", "OP", "IN", "CL", "CO", "RS", "CRS");
    private static final List<String> QUEUES = List.of("P_Q", "BILLING", "DELIVERY");
    private static final int LONGEST_HOURS = 72;

    private final Random random;
    private final int customers;

    /** @param customers the number of sample customers */
    SampleTickets(long seed, int customers) {
        this.random = new Random(seed);
        this.customers = customers;
    }

    /** Generates tickets, created at random instants between start and end, in the order of their creation. */
    List<RecordLoad.Row<NumberedChange>> between(Instant start, Instant end, int count) {
        var rows = new ArrayList<RecordLoad.Row<NumberedChange>>(count);
        var span = Duration.between(start, end).toMillis();
        random.longs(count, 0, span)
                .sorted()
                .forEach(millis -> rows.add(row(rows.size(), start.plusMillis(millis), end)));
        return rows;
    }

    private RecordLoad.Row<NumberedChange> row(int number, Instant createdAt, Instant now) {
        var subject = pick(SUBJECTS);
        var subStatus = SUB_STATUSES.get(number % SUB_STATUSES.size());
        var times = new EnumMap<TicketTime, Instant>(TicketTime.class);
        times.put(TicketTime.DUE, createdAt.plus(Duration.ofDays(2)));
        var ended = createdAt.plus(Duration.ofMinutes(10 + random.nextInt(LONGEST_HOURS * 60)));
        times.put(TicketTime.ENDED, ended.isBefore(now) ? ended : now);
        if (number % 5 == 0) {
            times.put(TicketTime.CALL_BACK, createdAt.plus(Duration.ofHours(4)));
        }
        var employee = pick(EMPLOYEES);
        var change = new TicketChange(
                Optional.empty(),
                subStatus,
                Map.of(
                        TicketField.TITLE, subject.get(0),
                        TicketField.DISPOSITION, subject.get(1),
                        TicketField.DETAIL, subject.get(2),
                        TicketField.QUEUE, pick(QUEUES),
                        TicketField.CUSTOMER_CODE, "C" + (100_001 + random.nextInt(customers))),
                "",
                Optional.of(pick(List.of(Priority.values()))),
                new EmployeeName(employee, "", ""),
                times,
                number % 3 == 0 ? "Called back, no answer." : "",
                new AssociateFields(List.of(
                        new AssociateField("order_info", "order_number", "\"O-" + (5_000 + number) + "\""),
                        new AssociateField("order_info", "items", Integer.toString(1 + random.nextInt(4))))));
        return new RecordLoad.Row<>(new NumberedChange(0, change), createdAt);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
