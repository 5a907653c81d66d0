package dev.daybook.cli.demo;

import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.FlagsChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.record.RecordLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Generator of sample customers, the same ones for the same seed. Names and phones are made up, but may be those of
 * real people by chance. The e-mails are in a reserved domain.
 */
final class SampleCustomers {
    private static final List<String> FIRST = List.of(
            "Asha", "Ravi", "Meera", "Arjun", "Divya", "Kiran", "Leela", "Nikhil", "Priya", "Rohan", "Sana", "Tara",
            "Uma", "Varun", "Zoya", "Ishaan");
    private static final List<String> LAST = List.of(
            "Rao", "Iyer", "Nair", "Gupta", "Khan", "Menon", "Patel", "Reddy", "Sen", "Shah", "Bose", "Das", "Joshi");
    private static final List<String> TRADES =
            List.of("Traders", "Textiles", "Foods", "Motors", "Electricals", "Furniture", "Pharmacy", "Books");
    private static final List<List<String>> PLACES = List.of(
            List.of("Bengaluru", "Karnataka", "560001", "South"),
            List.of("Chennai", "Tamil Nadu", "600001", "South"),
            List.of("Mumbai", "Maharashtra", "400001", "West"),
            List.of("Pune", "Maharashtra", "411001", "West"),
            List.of("New Delhi", "Delhi", "110001", "North"),
            List.of("Jaipur", "Rajasthan", "302001", "North"),
            List.of("Kolkata", "West Bengal", "700001", "East"));
    private static final List<String> SOURCES = List.of("Website", "Walk-in", "Referral", "Campaign");

    /**
     * Number of customers that are created exactly at the end of the time range, so that the last day has some, even if
     * it has just begun.
     */
    private static final int AT_END = 3;

    private final Random random;

    SampleCustomers(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Generates customers in the order of their creation: at random instants between {@code start} and {@code end}, and
     * the last few exactly at {@code end}.
     */
    List<RecordLoad.Row<CustomerChange>> between(Instant start, Instant end, int count) {
        var rows = new ArrayList<RecordLoad.Row<CustomerChange>>(count);
        var span = Duration.between(start, end).toMillis();
        random.longs(count, 0, span)
                .sorted()
                .forEach(millis ->
                        rows.add(row(rows.size() + 1, rows.size() < count - AT_END ? start.plusMillis(millis) : end)));
        return rows;
    }

    private RecordLoad.Row<CustomerChange> row(int number, Instant createdAt) {
        var organization = random.nextInt(5) == 0;
        var first = pick(FIRST);
        var last = pick(LAST);
        var place = pick(PLACES);
        var texts = Map.of(
                ProfileField.NAME,
                organization ? last + " " + pick(TRADES) : first + " " + last,
                ProfileField.CUSTOMER_CODE,
                "C" + (100_000 + number),
                ProfileField.PHONE,
                String.format("90000%05d", number % 100_000),
                ProfileField.EMAIL,
                first.toLowerCase(Locale.ROOT) + number + "@mail.example",
                ProfileField.ADDRESS,
                (1 + random.nextInt(200)) + " Lake Road",
                ProfileField.CITY,
                place.get(0),
                ProfileField.STATE,
                place.get(1),
                ProfileField.COUNTRY,
                "India",
                ProfileField.PIN_CODE,
                place.get(2));
        var change = new CustomerChange(
                0,
                false,
                texts,
                new FlagsChange(Optional.of(organization), Optional.empty(), Optional.empty()),
                RecordDetails.ofLists(
                        Map.of(AccountList.ZONE, place.get(3), AccountList.PRIMARY_SOURCE, pick(SOURCES))),
                List.of(),
                Optional.empty());
        return new RecordLoad.Row<>(change, createdAt);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
