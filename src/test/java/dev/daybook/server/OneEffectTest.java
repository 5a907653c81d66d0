package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.RepeatedWrite;
import dev.daybook.kit.RepeatedWrite.Reply;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write with an {@code Idempotency-Key} has one effect and one answer, however often it is sent: concurrently, after
 * lost answers, after a restart, and after kill -9 between effect and answer. A trial is one key.
 */
@Tag("battery-24")
class OneEffectTest {
    private static final int MOST_AT_ONCE = 100;
    private static final int WRITERS = 8;

    /** The largest number of keys that each writer sends before a server is killed. */
    private static final int KEYS_OF_WRITER = 500;

    @ParameterizedTest
    @EnumSource
    void repeatedConcurrentWritesTakeEffectOnce(TestDatabase database) throws Exception {
        var url = DatabaseUrl.parse(database.newUrl());
        var keys = Tally.trials(20, 500);
        var atOnce = Math.min(MOST_AT_ONCE, Tally.trials(10, MOST_AT_ONCE));
        Tally.run(Check.IDEMPOTENCY, database + ", at once", tally -> {
            var random = new Random(tally.seed());
            var first = new HashMap<String, Reply>();
            var holders = new ArrayList<String>();
            var threads = Executors.newFixedThreadPool(atOnce);
            try {
                try (var server = TestServer.start(url)) {
                    holders.add(key(server));
                    holders.add(key(server));
                    for (var number = 0; number < keys; number++) {
                        var name = "Key " + number;
                        var write = new RepeatedWrite(server.uri(""), holders.get(0), name, name);
                        first.put(name, sendAtOnce(threads, write, atOnce, random.nextInt(atOnce)));
                        assertEquals(
                                409, write.withName("Other " + number).send().status());
                        if (number % 3 == 0) {
                            var other = new RepeatedWrite(server.uri(""), holders.get(1), name, name).send();
                            assertEquals(200, other.status(), other::toString);
                        }
                    }
                }
                try (var server = TestServer.start(url)) {
                    for (var entry : first.entrySet()) {
                        var name = entry.getKey();
                        var again = new RepeatedWrite(server.uri(""), holders.get(0), name, name).send();
                        assertEquals(entry.getValue(), again);
                    }
                }
            } finally {
                threads.shutdownNow();
            }
            var effects = RepeatedWrite.effects(url);
            for (var number = 0; number < keys; number++) {
                var expected = number % 3 == 0 ? 2 : 1;
                assertEquals(expected, effects.getOrDefault("Key " + number, 0), "effects of key " + number);
                tally.held();
            }
            assertEquals(
                    keys + (keys + 2) / 3,
                    effects.values().stream().mapToInt(Integer::intValue).sum());
        });
    }

    /**
     * Sends a write concurrently from many threads. Some threads do not wait for the answer. All others must get the
     * same answer, which is returned.
     */
    private static Reply sendAtOnce(ExecutorService threads, RepeatedWrite write, int times, int lost)
            throws Exception {
        var calls = new ArrayList<Callable<List<Reply>>>();
        for (var number = 0; number < times; number++) {
            var isLost = number != 0 && number <= lost / 2;
            calls.add(() -> {
                if (isLost) {
                    write.sendAndLeave();
                    return List.of();
                }
                return List.of(write.send());
            });
        }
        var replies = new ArrayList<Reply>();
        for (var call : threads.invokeAll(calls)) {
            replies.addAll(call.get());
        }
        assertEquals(1, replies.stream().distinct().count(), replies::toString);
        assertEquals(200, replies.get(0).status(), replies::toString);
        return replies.get(0);
    }

    private static String key(TestServer server) {
        return server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedWriteTakesEffectOnceAfterAKill(TestDatabase database) throws Exception {
        var address = database.newUrl();
        String token;
        try (var server = TestServer.start(DatabaseUrl.parse(address))) {
            token = key(server);
        }
        Tally.run(Check.IDEMPOTENCY, database + ", killed", tally -> {
            var random = new Random(tally.seed());
            var sent = new ConcurrentHashMap<String, List<Reply>>();
            var kills = Tally.trials(2, 40);
            for (var kill = 0; kill < kills; kill++) {
                try (var server = ServerChild.start(address)) {
                    writeUntilKilled(server, token, "Kill " + kill, 50 + random.nextInt(300), sent);
                }
            }
            try (var server = ServerChild.start(address)) {
                for (var entry : sent.entrySet()) {
                    var reply = write(server.address(), token, entry.getKey()).send();
                    assertEquals(200, reply.status(), reply::toString);
                    // Answers before the kill must be repeated.
                    entry.getValue().forEach(before -> assertEquals(before, reply));
                }
            }
            var effects = RepeatedWrite.effects(DatabaseUrl.parse(address));
            sent.keySet().forEach(name -> {
                if (effects.getOrDefault(name, 0) == 1) {
                    tally.held();
                } else {
                    tally.missed(name + " has " + effects.getOrDefault(name, 0) + " effects");
                }
            });
            assertEquals(sent.keySet(), effects.keySet());
            var unanswered = sent.values().stream().filter(List::isEmpty).count();
            assertTrue(unanswered > 0, "no write was under way when the server was killed");
        });
    }

    private static void writeUntilKilled(
            ServerChild server, String token, String round, int millis, Map<String, List<Reply>> sent)
            throws Exception {
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (var writer = 0; writer < WRITERS; writer++) {
                var prefix = round + ", " + writer + ", ";
                threads.execute(() -> {
                    for (var number = 0; number < KEYS_OF_WRITER; number++) {
                        sent.put(prefix + number, List.of());
                        try {
                            var reply = write(server.address(), token, prefix + number)
                                    .send();
                            sent.put(prefix + number, List.of(reply));
                        } catch (IOException | InterruptedException killed) {
                            return;
                        }
                    }
                });
            }
            Waits.until(() -> !sent.values().stream().allMatch(List::isEmpty), () -> "no write is answered");
            Thread.sleep(millis);
            server.kill();
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS), "a writer hangs");
        }
    }

    private static RepeatedWrite write(URI server, String token, String name) {
        return new RepeatedWrite(server, token, name, name);
    }
}
