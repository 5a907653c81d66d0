package dev.daybook.client.check;

import static dev.daybook.client.check.Question.SAME;
import static dev.daybook.client.check.Question.SILENT;

import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.Day;
import dev.daybook.client.check.session.PullOf;
import dev.daybook.client.check.session.Session;
import dev.daybook.client.check.session.TimeFormats;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Questions about records: fields, ids, times, the account's zone. */
final class RecordQuestions {
    /** Added to a ticket's number, it gives the instant of its creation in epoch milliseconds. */
    private static final long TICKET_EPOCH = 1_000_000_000_000L;

    private static final Duration FARTHEST_ZONE = Duration.ofHours(15);

    private RecordQuestions() {}

    static List<Question> of(PullOf pull) {
        var group = pull.kind().plural();
        var questions = new ArrayList<Question>();
        questions.add(new Question(
                group + ".fields",
                "Are the documented fields there, with their kinds?",
                pull == PullOf.ORDERS ? SILENT : "yes, in every record",
                "yes, in every record",
                server -> fields(server, pull)));
        if (pull == PullOf.CUSTOMERS) {
            questions.add(new Question(
                    group + ".contacts",
                    "And those of their contacts?",
                    "yes, in every contact",
                    "yes, in every contact",
                    RecordQuestions::contacts));
        }
        questions.add(new Question(
                group + ".absent",
                "What stands for a value that is not there?",
                "\"\", 0 or false",
                SAME,
                server -> absent(server, pull)));
        questions.add(new Question(
                group + ".ids",
                "Are ids of the documented kind, and unique?",
                pull == PullOf.TICKETS ? "number taskId, text ticketId" : "id, a number",
                SAME,
                server -> ids(server, pull)));
        questions.add(new Question(
                group + ".times",
                "Which formats do times have?",
                pull == PullOf.TICKETS ? TimeFormats.DAY_FIRST : TimeFormats.SPOKEN + ", calendar objects",
                SAME,
                server -> times(server, pull)));
        if (pull == PullOf.TICKETS) {
            questions.add(new Question(
                    group + ".zone",
                    "Which zone do times have?",
                    "India's, UTC+05:30",
                    "the account's",
                    RecordQuestions::zone));
        }
        return questions;
    }

    private static Finding fields(Session server, PullOf pull) throws InterruptedException {
        // The id has a question of its own.
        var documented = DocumentedField.of(pull.kind()).stream()
                .filter(field -> !field.name().equals(pull.id()))
                .toList();
        return fields(server.day(pull).records(), documented);
    }

    private static Finding contacts(Session server) throws InterruptedException {
        var contacts = server.day(PullOf.CUSTOMERS).records().stream()
                .flatMap(record -> record.at("contacts").items().stream())
                .toList();
        return contacts.isEmpty()
                ? Finding.unknown("no customer has a contact")
                : fields(contacts, DocumentedField.ofList(RecordKind.CUSTOMER));
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
                    .filter(kind -> kind != Kind.NULL && !field.kinds().contains(kind))
                    .findFirst()
                    .ifPresent(kind -> ofOtherKind.add(field.name() + " is " + kind.word()));
        }
        var found = new StringBuilder()
                .append(documented.size() - missing.size() - sometimes.size())
                .append(" of ")
                .append(documented.size())
                .append(" always");
        append(found, "never", missing);
        append(found, "sometimes", sometimes);
        append(found, "of another kind", ofOtherKind);
        return Finding.of(missing.isEmpty() && sometimes.isEmpty() && ofOtherKind.isEmpty(), found.toString());
    }

    private static void append(StringBuilder found, String word, List<String> names) {
        if (!names.isEmpty()) {
            found.append("; ").append(word).append(": ").append(String.join(", ", names));
        }
    }

    private static Finding absent(Session server, PullOf pull) throws InterruptedException {
        var nulls = new TreeSet<String>();
        for (var field : DocumentedField.of(pull.kind())) {
            if (server.day(pull).records().stream()
                    .anyMatch(record -> record.at(field.name()).is(Kind.NULL))) {
                nulls.add(field.name());
            }
        }
        return nulls.isEmpty()
                ? Finding.conforms("no null")
                : Finding.differs("null in " + Judge.counted(nulls.size(), "field") + ": " + String.join(", ", nulls));
    }

    private static Finding ids(Session server, PullOf pull) throws InterruptedException {
        var records = server.day(pull).records();
        var whole = unique(records, pull.id(), Kind.WHOLE);
        if (pull == PullOf.TICKETS && whole.isEmpty()) {
            whole = unique(records, "ticketId", Kind.TEXT);
        }
        return whole.map(Finding::differs)
                .orElseGet(() -> Finding.conforms("yes, " + Judge.counted(records.size(), "record")));
    }

    /** A problem with the ids of that name; empty if there is none. */
    private static Optional<String> unique(List<Seen> records, String name, Kind kind) {
        var other = records.stream()
                .map(record -> record.at(name))
                .filter(id -> !id.is(kind) || id.number() <= 0)
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(name + " is " + other.get().kind().word());
        }
        var different = records.stream()
                .map(record -> record.at(name).text())
                .distinct()
                .count();
        return different == records.size()
                ? Optional.empty()
                : Optional.of(name + ": " + different + " different ones in " + records.size() + " records");
    }

    private static Finding times(Session server, PullOf pull) throws InterruptedException {
        var records = server.day(pull).records();
        var other = new ArrayList<String>();
        switch (pull) {
            case CUSTOMERS -> {
                expect(other, records, "generationDate", TimeFormats.SPOKEN);
                expect(other, records, "lastModificationTime", TimeFormats.CALENDAR);
                expect(other, records, "imageReferenceId", TimeFormats.IMAGE);
            }
            case TICKETS -> {
                expect(other, records, "date", TimeFormats.DAY_FIRST);
                expect(other, records, "lastConvesationTime", TimeFormats.DAY_FIRST);
            }
            case ORDERS -> {
                expect(other, records, "generationDate", TimeFormats.SPOKEN);
                expect(other, records, "lastModificationTime", TimeFormats.CALENDAR);
            }
        }
        if (other.isEmpty() && monthsFromOne(records, pull)) {
            other.add("months of calendar objects count from 1");
        }
        return other.isEmpty() ? Finding.conforms("as documented") : Finding.differs(String.join("; ", other));
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
     * Whether the calendar objects of contacts are a month after the text of their customer, wherever both are there.
     */
    private static boolean monthsFromOne(List<Seen> records, PullOf pull) {
        Function<Seen, Seen> calendar = record -> pull == PullOf.CUSTOMERS
                ? record.at("contacts").items().stream()
                        .findFirst()
                        .map(contact -> contact.at("generationDate"))
                        .orElse(Seen.NOTHING)
                : record.at("lastModificationTime");
        var apart = records.stream()
                .flatMap(record -> TimeFormats.read(record.at(pull.created()))
                        .flatMap(created -> TimeFormats.read(calendar.apply(record))
                                .map(other -> ChronoUnit.MONTHS.between(month(created), month(other))))
                        .stream())
                .toList();
        return !apart.isEmpty() && apart.stream().allMatch(months -> months == 1);
    }

    private static LocalDateTime month(LocalDateTime time) {
        return time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
    }

    private static Finding zone(Session server) throws InterruptedException {
        var day = server.day(PullOf.TICKETS);
        var offsets = new TreeSet<Integer>();
        var expected = new TreeSet<Integer>();
        for (var record : day.records()) {
            var created = TimeFormats.read(record.at("date"));
            var instant = Instant.ofEpochMilli(record.at("ticketId").number() + TICKET_EPOCH);
            if (created.isPresent()) {
                var shown = created.get().toInstant(ZoneOffset.UTC);
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
                offsets.equals(expected) || (told && told(day).equals(offsets)),
                offsets.size() == 1 ? found : found + " and others");
    }

    /** The offset in Daybook's own header for the day. */
    private static Set<Integer> told(Day day) {
        var offsets = new TreeSet<Integer>();
        try {
            var window = day.answer().header(Headers.WINDOW).orElse("");
            var start = Instant.parse(window.substring(0, Math.max(0, window.indexOf('/'))));
            offsets.add(Math.toIntExact(
                    Duration.between(start, day.day().atStartOfDay().toInstant(ZoneOffset.UTC))
                            .toSeconds()));
        } catch (java.time.DateTimeException other) {
            // A header in another format contains no offset.
        }
        return offsets;
    }
}
