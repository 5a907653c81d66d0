package dev.daybook.client.check.session;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.check.json.Draft;
import dev.daybook.client.check.json.Seen;
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
     * The records of a run.
     *
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
        return Ask.post(path, body).with(Headers.IDEMPOTENCY_KEY, "daybook-check-" + stamp + "-" + step);
    }

    /**
     * The request for a customer whose phone and e-mail differ from those of all other customers, also of customers
     * that other runs added. If the phone belonged to one customer and the e-mail to another, a server might refuse the
     * request.
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

    /** Remembers the id of an added record if the answer is a success, with any status from 200 to 299. */
    public void remember(String word, Seen id, CheckedAnswer answer) {
        if (answer.status() / 100 == 2 && !answer.isRefusal() && !id.text().isEmpty()) {
            var record = word + " " + ServerWords.shown(id.text());
            if (records.add(record)) {
                listener.accept(record);
            }
        }
    }

    /** The records that were added, by kind and id. */
    public List<String> all() {
        return List.copyOf(records);
    }

    /**
     * The id of an added record.
     *
     * @throws NotEstablished if the record was not added
     */
    public static String required(Seen id, String word) {
        if (id.text().isEmpty()) {
            throw new NotEstablished("no " + word + " was added");
        }
        return id.text();
    }
}
