package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Waits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Threads that send the same requests again and again. */
@SuppressWarnings("try") // the end of a test may be interrupted
final class RequestAttack implements Attack {
    /**
     * The number of threads. It is larger than the number of turns (see {@code Admission}) that one account can have at
     * a time.
     */
    private static final int THREADS = 16;

    private static final int BUSY = 503;

    /** The pause after a refusal, so that the test measures the server and not the attackers. */
    private static final long PAUSE_MILLIS = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest> requests;
    private final Set<Integer> wanted;
    private final boolean mostAreServed;
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads = Stream.generate(() -> new Thread(this::send, "attacker"))
            .limit(THREADS)
            .toList();

    /**
     * An attack.
     *
     * @param requests the requests
     * @param wanted the statuses of most answers; the others are 503
     */
    RequestAttack(List<HttpRequest> requests, Integer... wanted) {
        this(requests, true, wanted);
    }

    private RequestAttack(List<HttpRequest> requests, boolean mostAreServed, Integer... wanted) {
        this.requests = requests;
        this.wanted = Set.of(wanted);
        this.mostAreServed = mostAreServed;
    }

    /** An attack by a request that the server mostly refuses, because only a few such answers fit into its memory. */
    static RequestAttack mostlyRefused(HttpRequest request) {
        return new RequestAttack(List.of(request), false, 200);
    }

    @Override
    public void begin() {
        threads.forEach(Thread::start);
        Waits.until(() -> answers() >= THREADS, () -> "answers: " + statuses);
        statuses.clear();
    }

    private void send() {
        try {
            while (!over.get()) {
                var request = requests.get(sent.getAndIncrement() % requests.size());
                var status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                statuses.merge(status, 1, Integer::sum);
                if (status != 200) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException | InterruptedException gone) {
            // This thread ends. The other ones continue the attack.
        }
    }

    private int answers() {
        return statuses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Whether most answers have a wanted status; for {@link #mostlyRefused}, whether at least one has. The others are
     * refusals by a busy server, which cost it little.
     */
    @Override
    public boolean isServed() {
        var counts = new TreeMap<>(statuses);
        statuses.clear();
        var all = counts.values().stream().mapToInt(Integer::intValue).sum();
        counts.remove(BUSY);
        var served = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(wanted.containsAll(counts.keySet()), () -> "answers by status: " + counts);
        return served > (mostAreServed ? all / 2 : 0);
    }

    @Override
    public void close() throws InterruptedException {
        over.set(true);
        for (var thread : threads) {
            thread.join();
        }
    }

    @Override
    public String toString() {
        return sent + " requests";
    }
}
