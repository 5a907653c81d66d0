package dev.daybook.client.check;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.RecordKeys;
import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.CalendarMonths;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.check.session.TimeFormats;
import dev.daybook.client.server.Known;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Questions about the records of a kind: fields, ids, times, the account's zone. */
final class RecordQuestions extends QuestionGroup {
    /** The difference between the creation of a ticket, in epoch milliseconds, and its {@code ticketId}. */
    private static final long TICKET_EPOCH = 1_000_000_000_000L;

    private static final Duration FARTHEST_ZONE = Duration.ofHours(15);

    private final PulledKind kind;

    RecordQuestions(Session server, PulledKind kind) {
        super(server, kind.plural() + ".");
        this.kind = kind;
        var reference = is(RecordKind.ORDER) ? SILENT : "yes, in every record";
        var ids = is(RecordKind.TICKET) ? "number taskId, text ticketId" : "id, a number";
        var formats = is(RecordKind.TICKET) ? TimeFormats.DAY_FIRST : TimeFormats.SPOKEN + ", calendar objects";
        add(
                "fields",
                "Are the documented fields there, with their kinds?",
                reference,
                "yes, in every record",
                this::fields);
        if (is(RecordKind.CUSTOMER)) {
            add(
                    "contacts",
                    "And those of their contacts?",
                    "yes, in every contact",
                    "yes, in every contact",
                    this::contacts);
        }
        add("absent", "What stands for a value that is not there?", "\"\", 0 or false", SAME, this::absent);
        add("ids", "Are ids of the documented kind, and unique?", ids, SAME, this::ids);
        add("times", "Which formats do times have?", formats, SAME, this::times);
        if (is(RecordKind.TICKET)) {
            add("zone", "Which zone do times have?", "India's, UTC+05:30", "the account's", this::zone);
        }
    }

    private boolean is(RecordKind other) {
        return kind.kind() == other;
    }

    private List<Seen> records() throws InterruptedException {
        return server.day(kind).records();
    }

    private Finding fields() throws InterruptedException {
        // The id has a question of its own.
        var documented = DocumentedField.of(kind).stream()
                .filter(field -> !field.name().equals(kind.keys().id()))
                .toList();
        return fields(records(), documented);
    }

    private Finding contacts() throws InterruptedException {
        var list = kind.list().orElseThrow();
        var contacts = contacts(records());
        return contacts.isEmpty()
                ? Finding.unknown("no customer has a contact")
                : fields(contacts, DocumentedField.of(list));
    }

    private static List<Seen> contacts(List<Seen> customers) {
        return customers.stream()
                .flatMap(customer -> customer.at("contacts").items().stream())
                .toList();
    }

    private static Finding fields(List<Seen> records, List<DocumentedField> documented) {
        var missing = new ArrayList<String>();
        var sometimes = new ArrayList<String>();
        var ofOtherKind = new ArrayList<String>();
        for (var field : documented) {
            var use = FieldUse.of(field.name(), records);
            if (use.present() == 0) {
                missing.add(field.name());
            } else if (use.present() < records.size()) {
                sometimes.add(field.name());
            }
            use.kinds().stream()
                    .filter(found -> found != Kind.NULL && !field.kinds().contains(found))
                    .findFirst()
                    .ifPresent(found -> ofOtherKind.add(field.name() + " is " + found.word()));
        }
        var always = documented.size() - missing.size() - sometimes.size();
        return Finding.of(
                missing.isEmpty() && sometimes.isEmpty() && ofOtherKind.isEmpty(),
                always + " of " + documented.size() + " always" + named("never", missing)
                        + named("sometimes", sometimes) + named("of another kind", ofOtherKind));
    }

    private static String named(String word, List<String> names) {
        return names.isEmpty() ? "" : "; " + word + ": " + String.join(", ", names);
    }

    private Finding absent() throws InterruptedException {
        var nulls = new TreeSet<String>();
        for (var field : DocumentedField.of(kind)) {
            if (records().stream().anyMatch(record -> record.at(field.name()).is(Kind.NULL))) {
                nulls.add(field.name());
            }
        }
        return Finding.of(
                nulls.isEmpty(),
                "no null",
                "null in " + counted(nulls.size(), "field") + ": " + String.join(", ", nulls));
    }

    private Finding ids() throws InterruptedException {
        var records = records();
        var odd = odd(records, kind.keys().id(), Kind.WHOLE);
        if (is(RecordKind.TICKET) && odd.isEmpty()) {
            odd = odd(records, "ticketId", Kind.TEXT);
        }
        return odd.map(Finding::differs).orElseGet(() -> Finding.conforms("yes, " + counted(records.size(), "record")));
    }

    /**
     * Why an id under this key is wrong: it has another kind, is not above 0, or is not unique. Empty if all are right.
     */
    private static Optional<String> odd(List<Seen> records, String name, Kind kind) {
        var other = records.stream()
                .map(record -> record.at(name))
                .filter(id -> !id.is(kind) || id.number() <= 0)
                .findFirst();
        if (other.isPresent()) {
            var id = other.get();
            return Optional.of(name + " is " + id.kind().word() + (id.is(kind) ? ", but no number above 0" : ""));
        }
        var different = records.stream()
                .map(record -> record.at(name).text())
                .distinct()
                .count();
        return different == records.size()
                ? Optional.empty()
                : Optional.of(name + ": " + different + " different ones in " + records.size() + " records");
    }

    private Finding times() throws InterruptedException {
        var records = records();
        var other = new ArrayList<String>();
        if (is(RecordKind.TICKET)) {
            expect(other, records, "date", TimeFormats.DAY_FIRST);
            expect(other, records, "lastConvesationTime", TimeFormats.DAY_FIRST);
            expect(other, records, "nextFollowUp", TimeFormats.DAY_FIRST);
            expect(other, records, "lastFollowUp", TimeFormats.DAY_FIRST);
        } else {
            expect(other, records, "generationDate", TimeFormats.SPOKEN);
            expect(other, records, "lastModificationTime", TimeFormats.CALENDAR);
        }
        if (is(RecordKind.CUSTOMER)) {
            expect(other, records, "imageReferenceId", TimeFormats.IMAGE);
            var ofContacts = new ArrayList<String>();
            expect(ofContacts, contacts(records), "generationDate", TimeFormats.CALENDAR);
            ofContacts.forEach(found -> other.add("a contact's " + found));
        }
        var fromZero = monthsFromZero(records);
        if (other.isEmpty() && fromZero.contains(Known.NO)) {
            other.add("months of calendar objects count from 1");
        }
        return other.isEmpty() && !fromZero.isEmpty() && !fromZero.contains(Known.YES)
                ? Finding.unknown(
                        "formats as documented, but not seen from which number months of calendar objects" + " count")
                : Finding.of(other.isEmpty(), "as documented", String.join("; ", other));
    }

    private static void expect(List<String> other, List<Seen> records, String name, String format) {
        records.stream()
                .map(record -> record.at(name))
                .filter(value -> !value.is(Kind.NOTHING) && !value.is(Kind.NULL))
                .map(TimeFormats::format)
                .filter(found -> !found.equals(format) && !found.equals("an empty text"))
                .findFirst()
                .ifPresent(found -> other.add(name + ": " + found));
    }

    /**
     * For each field that has calendar objects, whether its months count from 0. The fields are the time of the last
     * change, and the time of creation of a customer's first contact, which is usually created with the customer.
     */
    private List<Known> monthsFromZero(List<Seen> records) {
        Stream<Function<Seen, Seen>> fields = Stream.of(
                record -> record.at(RecordKeys.MODIFIED),
                record -> record.at("contacts").items().stream()
                        .findFirst()
                        .map(contact -> contact.at("generationDate"))
                        .orElse(Seen.NOTHING));
        return fields.map(field -> records.stream()
                        .map(record -> new CalendarMonths(
                                TimeFormats.read(record.at(kind.keys().created())), field.apply(record)))
                        .filter(one -> TimeFormats.format(one.object()).equals(TimeFormats.CALENDAR))
                        .toList())
                .filter(objects -> !objects.isEmpty())
                .map(objects -> CalendarMonths.fromZero(objects, server.today()))
                .toList();
    }

    private Finding zone() throws InterruptedException {
        var day = server.day(kind);
        var offsets = new TreeSet<Integer>();
        var expected = new TreeSet<Integer>();
        for (var record : day.records()) {
            var created = TimeFormats.read(record.at("date"));
            var instant = Instant.ofEpochMilli(record.at("ticketId").number() + TICKET_EPOCH);
            if (created.isPresent()) {
                // A server may show seconds. Only minutes are compared, because the documented format has no seconds.
                var shown = created.get().truncatedTo(ChronoUnit.MINUTES).toInstant(ZoneOffset.UTC);
                var apart = Duration.between(instant.truncatedTo(ChronoUnit.MINUTES), shown);
                if (apart.abs().compareTo(FARTHEST_ZONE) > 0) {
                    return Finding.differs("ticketId does not tell the instant of creation");
                }
                offsets.add(Math.toIntExact(apart.toSeconds()));
                expected.add(server.zone().getRules().getOffset(instant).getTotalSeconds());
            }
        }
        if (offsets.isEmpty()) {
            return Finding.unknown("no time of creation could be read");
        }
        var found = "UTC" + ZoneOffset.ofTotalSeconds(offsets.first());
        var told = day.answer().header(Headers.WINDOW).isPresent()
                && server.options().zone().isEmpty();
        return Finding.of(
                offsets.equals(expected) || (told && told(day).containsAll(offsets)),
                offsets.size() == 1 ? found : found + " and others");
    }

    /**
     * The zone's offsets in seconds at the start and at the end of the day, which differ on a day with a clock change.
     * They are computed from Daybook's header that states the window. Empty if the header is missing or has another
     * format.
     */
    private static Set<Integer> told(Day day) {
        var offsets = new TreeSet<Integer>();
        try {
            var midnight = day.day().atStartOfDay();
            for (var instant : day.answer().header(Headers.WINDOW).orElse("").split("/", -1)) {
                offsets.add(Math.toIntExact(Duration.between(Instant.parse(instant), midnight.toInstant(ZoneOffset.UTC))
                        .toSeconds()));
                midnight = midnight.plusDays(1);
            }
        } catch (DateTimeException other) {
            // A header in another format contains no offset.
        }
        return offsets;
    }
}
