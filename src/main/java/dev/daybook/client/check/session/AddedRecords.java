package dev.daybook.client.check.session;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.request.SavedId;
import dev.daybook.wire.Headers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The records that one run of a check adds: their name, the requests for them, and the ids that the server gave them.
 */
public final class AddedRecords {
    private final Set<String> records = new LinkedHashSet<>();
    private final long stamp;
    private final Consumer<String> listener;

    /**
     * @param stamp a number that no other run has: the start of the run in epoch milliseconds
     * @param listener is given each record, by kind and id, as soon as its id is known
     */
    AddedRecords(long stamp, Consumer<String> listener) {
        this.stamp = stamp;
        this.listener = listener;
    }

    /** A text that no other run has. */
    public String stamp() {
        return Long.toString(stamp);
    }

    /** The name of each added record, which says where it comes from. */
    public String name() {
        return "Daybook Check " + stamp;
    }

    /** A write with an idempotency key for this step of the run. */
    public Ask write(String path, String step, String body) {
        return Ask.post(path, body)
                .with(Headers.IDEMPOTENCY_KEY, "daybook-check-" + stamp + "-" + step)
                .sentOnce();
    }

    /**
     * The request that adds a customer whose phone and e-mail differ from those of all other customers, also of
     * customers that other runs added. If the phone belonged to one customer and the e-mail to another, a server might
     * refuse the request.
     */
    public Draft customer() {
        return Draft.empty()
                .with(
                        "customer_info",
                        Draft.empty()
                                .with("customer_name", name())
                                .with("phone", phone())
                                .with("email_id", "check-" + stamp + "@daybook-check.example")
                                .with("update", false));
    }

    /**
     * A phone of ten digits that nobody has: no Indian mobile number and no area code begins with 10. It has the last
     * digits of the stamp, so that two runs differ even if one begins right after the other.
     */
    private String phone() {
        return "10%08d".formatted(stamp % 100_000_000);
    }

    /** If the answer is a success with an id, remembers the id as that of an added record. Returns the answer. */
    public CheckedAnswer remember(SavedId id, CheckedAnswer answer) {
        var named = named(id, answer).text();
        if (adds(answer) && !named.isEmpty()) {
            var record = id.word() + " " + ServerWords.shown(named);
            if (records.add(record)) {
                listener.accept(record);
            }
        }
        return answer;
    }

    /** Whether an answer is a success, with any status from 200 to 299. */
    private static boolean adds(CheckedAnswer answer) {
        return answer.status() / 100 == 2 && !answer.isRefusal();
    }

    /** The records that were added, by kind and id. */
    public List<String> all() {
        return List.copyOf(records);
    }

    /**
     * The id of an added record. A refusal does not count, because its id may be that of an existing record.
     *
     * @throws NotEstablished if the record was not added
     */
    public static String id(SavedId id, CheckedAnswer answer) {
        var named = named(id, answer).text();
        if (!adds(answer) || named.isEmpty()) {
            throw new NotEstablished("no " + id.word() + " was added");
        }
        return named;
    }

    /** The id in an answer; {@link Seen#NOTHING} if it has none. */
    public static Seen named(SavedId id, CheckedAnswer answer) {
        return id.places().stream()
                .map(answer.json().single()::pointed)
                .filter(value -> !value.text().isEmpty())
                .findFirst()
                .orElse(Seen.NOTHING);
    }
}
