package dev.daybook.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/**
 * Describes the sample records in a file, which are created evenly over some days: the arguments {@code FILE COUNT
 * FIRST-DAY DAYS}.
 *
 * @param file the file
 * @param count the number of records in the file
 * @param startMillis the beginning of the first day
 * @param spanMillis the length of all days
 */
record SampleDays(Path file, int count, long startMillis, long spanMillis) {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    static SampleDays of(String[] arguments) {
        return new SampleDays(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                LocalDate.parse(arguments[2]).atStartOfDay(ZONE).toInstant().toEpochMilli(),
                Duration.ofDays(Integer.parseInt(arguments[3])).toMillis());
    }

    /** The time of creation of a record; times ascend with the number. */
    long createdAt(int number) {
        return startMillis + spanMillis * number / count;
    }

    /** The random numbers for the records, the same ones for the same count. */
    Random random() {
        return new Random(count);
    }

    static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
