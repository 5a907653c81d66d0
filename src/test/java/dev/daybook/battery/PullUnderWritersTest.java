package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.proof.PullDigest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pulls thirty closed days page by page while eight writers change and delete customers of these days and add new
 * customers today. The pull of a day has each customer that was not deleted, no customer twice, and none of another
 * day. A customer that nobody changed is byte for byte as before. After the last write, the digest of each pulled day
 * equals that of the proof. A trial is one walk over all days.
 */
@Tag("battery-7")
class PullUnderWritersTest {
    private static final int DAYS = 30;
    private static final int IN_A_DAY = 6;

    /** The customers of each day that no writer changes. */
    private static final int UNTOUCHED = 2;

    private static final int WRITERS = 8;
    private static final int MOST_IDLE = 5;
    private static final LocalDate FIRST = LocalDate.parse("2024-04-01");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SAVED = Pattern.compile("\"kapture_customer_id\":\"(\\d+)\"");

    @ParameterizedTest
    @EnumSource
    void pullsOfPastDaysAreCompleteUnderConcurrentWrites(TestDatabase database) throws Exception {
        Tally.run(Check.PULL_UNDER_WRITERS, database.toString(), tally -> {
            var seeds = new Random(tally.seed());
            var walks = Tally.trials(2, 50);
            var idle = 0;
            for (var walk = 0; walk < walks; ) {
                try (var server = TestServer.start(database.create(), TestServer.patient())) {
                    if (new Walk(server, seeds.nextLong()).go()) {
                        walk++;
                        tally.held();
                    } else {
                        // On a busy machine a walk may end before the writers have begun. It is then no trial.
                        assertTrue(++idle <= MOST_IDLE + walks, "nobody writes while the days are pulled");
                    }
                }
            }
        });
    }

    /** One server with customers of thirty days, with its writers and its puller. */
    private static final class Walk {
        private final TestServer server;
        private final long seed;
        private final List<List<Long>> days = new ArrayList<>();
        private final Map<Long, String> untouched = new HashMap<>();
        private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean over = new AtomicBoolean();

        Walk(TestServer server, long seed) {
            this.server = server;
            this.seed = seed;
            for (var day = 0; day < DAYS; day++) {
                server.clock.set(Instant.parse("2024-04-01T06:30:00Z").plus(day, ChronoUnit.DAYS));
                var ids = new ArrayList<Long>();
                for (var number = 0; number < IN_A_DAY; number++) {
                    ids.add(add(
                            "{\"customer_name\":\"A\",\"email_id\":\"d%dn%d@mail.example\"}".formatted(day, number)));
                }
                days.add(ids);
            }
            server.clock.set(Instant.parse("2024-05-02T06:30:00Z"));
            for (var day = 0; day < DAYS; day++) {
                var kept = days.get(day).subList(0, UNTOUCHED);
                pull(FIRST.plusDays(day)).stream()
                        .filter(customer -> kept.contains(id(customer)))
                        .forEach(customer -> untouched.put(id(customer), customer.toString()));
            }
            assertEquals(DAYS * UNTOUCHED, untouched.size());
            Tally.planted("@mail.example");
        }

        private long add(String info) {
            var answer = save(info);
            var id = SAVED.matcher(answer.body());
            assertTrue(answer.statusCode() == 200 && id.find(), answer.body());
            return Long.parseLong(id.group(1));
        }

        private HttpResponse<String> save(String info) {
            return server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":" + info + "}");
        }

        /** Changes a customer. Returns whether it exists: another writer may have deleted it. */
        private boolean change(long id, int number) {
            var answer = save("{\"customer_id\":\"%d\",\"city\":\"C%d\"}".formatted(id, number));
            assertTrue(answer.statusCode() == 200 || deleted.contains(id), answer.body());
            return answer.statusCode() == 200;
        }

        /**
         * Pulls and checks each day while the writers run, and then checks the proof. Returns false if the writers did
         * too little for a trial.
         */
        boolean go() throws Exception {
            var threads = Executors.newFixedThreadPool(WRITERS);
            try {
                var writers = new ArrayList<java.util.concurrent.Future<Integer>>();
                for (var writer = 0; writer < WRITERS; writer++) {
                    writers.add(threads.submit(writer(new Random(seed + writer), writer)));
                }
                for (var day = 0; day < DAYS; day++) {
                    compare(day, pull(FIRST.plusDays(day)));
                }
                over.set(true);
                var written = 0;
                for (var writer : writers) {
                    written += writer.get();
                }
                proofAgrees();
                return written > WRITERS;
            } finally {
                over.set(true);
                threads.shutdownNow();
            }
        }

        private Callable<Integer> writer(Random random, int writer) {
            return () -> {
                var written = 0;
                for (var number = 0; !over.get(); number++) {
                    var day = days.get(random.nextInt(DAYS));
                    var id = day.get(UNTOUCHED + random.nextInt(day.size() - UNTOUCHED));
                    switch (random.nextInt(8)) {
                        case 0 -> {
                            // Recorded before the deletion, because from then on a pull may lack this customer.
                            deleted.add(id);
                            server.stores
                                    .database()
                                    .write(transaction -> CustomerRemoval.delete(
                                            transaction, TestServer.CM_ID, id, server.clock.instant()));
                            written++;
                        }
                        case 1, 2 -> {
                            add("{\"customer_name\":\"New\",\"email_id\":\"w%dn%d@mail.example\"}"
                                    .formatted(writer, number));
                            written++;
                        }
                        default -> written += change(id, number) ? 1 : 0;
                    }
                }
                return written;
            };
        }

        private List<JsonNode> pull(LocalDate day) {
            var customers = new ArrayList<JsonNode>();
            var cursor = "";
            do {
                var answer = server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":1000298,\"createStartDate\":\"%1$s\",\"createEndDate\":\"%1$s\",\"limit\":2,\"cursor\":\"%2$s\"}"
                                .formatted(day, cursor));
                assertEquals(200, answer.statusCode(), answer.body());
                JSON.readTree(answer.body()).get("message").forEach(customers::add);
                cursor = answer.headers().firstValue("X-Daybook-Next-Cursor").orElse("");
            } while (!cursor.isEmpty());
            return customers;
        }

        private static long id(JsonNode customer) {
            return customer.get("id").longValue();
        }

        private void compare(int day, List<JsonNode> customers) {
            var pulled = customers.stream().map(Walk::id).toList();
            var where = FIRST.plusDays(day) + ", seed " + seed;
            assertEquals(pulled.size(), new HashSet<>(pulled).size(), where + ": a customer twice");
            assertTrue(days.get(day).containsAll(pulled), where + ": a customer of another day");
            var missing = new ArrayList<>(days.get(day));
            missing.removeAll(pulled);
            missing.removeAll(deleted);
            assertEquals(List.of(), missing, where + ": missing");
            customers.forEach(customer -> assertEquals(
                    untouched.getOrDefault(id(customer), customer.toString()),
                    customer.toString(),
                    where + ": nobody changed it"));
        }

        /** Checks that the digest of each day, pulled after the last write, equals that of the proof. */
        private void proofAgrees() {
            var answer = server.post(
                    Paths.PROOF_OF_CUSTOMERS,
                    "{\"cm_id\":1000298,\"startDate\":\"%s\",\"endDate\":\"%s\"}"
                            .formatted(FIRST, FIRST.plusDays(DAYS - 1)));
            assertEquals(200, answer.statusCode(), answer.body());
            var proof = JSON.readTree(answer.body()).at("/message/days");
            assertEquals(DAYS, proof.size());
            for (var day = 0; day < DAYS; day++) {
                var digest = PullDigest.EMPTY;
                for (var customer : pull(FIRST.plusDays(day))) {
                    digest = digest.with(id(customer), changed(customer.get("lastModificationTime")));
                }
                var expected = proof.get(day);
                var where = expected + ", seed " + seed;
                assertEquals(expected.get("records").longValue(), digest.records(), where);
                assertEquals(expected.get("digest").stringValue(), digest.text(), where);
            }
        }

        /** Converts a time in the vendor's form, in which months begin at 0. */
        private static LocalDateTime changed(JsonNode time) {
            return LocalDateTime.of(
                    time.get("year").intValue(),
                    time.get("month").intValue() + 1,
                    time.get("dayOfMonth").intValue(),
                    time.get("hourOfDay").intValue(),
                    time.get("minute").intValue(),
                    time.get("second").intValue());
        }
    }
}
