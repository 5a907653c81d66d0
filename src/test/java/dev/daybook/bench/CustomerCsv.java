package dev.daybook.bench;

import static dev.daybook.bench.SampleDays.pick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Writes sample customers as CSV: {@code CustomerCsv FILE COUNT FIRST-DAY DAYS}. The same arguments give the same
 * customers. They are created evenly over the days, in ascending order. No name, phone or e-mail is that of a real
 * person.
 */
public final class CustomerCsv {
    private static final List<String> FIRST = List.of("Asha", "Ravi", "Meera", "Arjun", "Divya", "Kiran", "Leela");
    private static final List<String> LAST = List.of("Rao", "Iyer", "Nair", "Gupta", "Khan", "Menon", "Patel", "Sen");
    private static final List<String> PLACES = List.of(
            "Bengaluru,Karnataka,India,560001,South",
            "Chennai,Tamil Nadu,India,600001,South",
            "Mumbai,Maharashtra,India,400001,West",
            "New Delhi,Delhi,India,110001,North",
            "Kolkata,West Bengal,India,700001,East");
    private static final List<String> SOURCES = List.of("Website", "Walk-in", "Referral", "Campaign");

    private CustomerCsv() {}

    /** Writes the file. */
    public static void main(String[] arguments) {
        var days = SampleDays.of(arguments);
        var random = days.random();
        try (var out = Files.newBufferedWriter(days.file())) {
            out.write("customer_code,name,phone,email,address,city,state,country,pincode,zone,"
                    + "primary_source,created_at\n");
            for (var number = 0; number < days.count(); number++) {
                var first = pick(FIRST, random);
                var created = days.createdAt(number);
                out.write(code(number) + "," + first + " " + pick(LAST, random) + ",9"
                        + (100_000_000 + number) + "," + first.toLowerCase(Locale.ROOT) + number + "@mail.example,"
                        + (1 + random.nextInt(200)) + " Lake Road," + pick(PLACES, random) + ","
                        + pick(SOURCES, random) + "," + Instant.ofEpochMilli(created) + "\n");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String code(int number) {
        return "C" + (10_000_000 + number);
    }
}
