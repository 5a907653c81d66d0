package dev.daybook.client;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.day.DayPull;
import dev.daybook.client.day.PageCursor;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.day.UntimedRecords;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.RecordKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Iterates over the records of several days. Fetches each page when the records of the previous page are used up. */
final class CreatedRecords implements Iterator<PulledRecord> {
    private final RetryingCaller caller;
    private final PageOptions options;
    private final ServerKnowledge known;
    private final UntimedRecords untimed;
    private final LocalDate first;
    private final LocalDate last;
    private LocalDate day;
    private DayPull pull;
    private Optional<PageCursor> cursor = Optional.of(PageCursor.START);
    private Iterator<PulledRecord> page = Collections.emptyIterator();
    private boolean dayHadRecords;
    private final List<LocalDate> empty = new ArrayList<>();

    private CreatedRecords(RetryingCaller caller, PageOptions options, LocalDate first, LocalDate last) {
        this.caller = caller;
        this.options = options;
        this.known = new ServerKnowledge(options.endIsExclusive(), sentence -> {});
        this.untimed = new UntimedRecords(options.kind().word());
        this.first = first;
        this.last = last;
        this.day = first;
        this.pull = pull(first);
    }

    /**
     * The records that were created from the first day to the last, both included.
     *
     * @param zone the account's zone, which decides whether a day is over
     * @param read reads a record's JSON
     * @throws IllegalArgumentException if the last day is before the first
     */
    static <T> Stream<T> stream(
            RetryingCaller caller,
            RecordKind kind,
            ZoneId zone,
            LocalDate first,
            LocalDate last,
            Function<byte[], T> read) {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day, " + last + ", is before the first, " + first);
        }
        var options = PageOptions.of(PulledKind.of(kind)).withToday(LocalDate.now(zone));
        Iterable<PulledRecord> records = () -> new CreatedRecords(caller, options, first, last);
        return StreamSupport.stream(records.spliterator(), false).map(record -> read(record, kind, read));
    }

    /**
     * Reads the JSON of a record.
     *
     * @throws ClientException if a value has an unexpected type
     */
    private static <T> T read(PulledRecord record, RecordKind kind, Function<byte[], T> read) {
        try {
            return read.apply(record.json());
        } catch (IllegalArgumentException broken) {
            // The message of the JSON parser quotes the answer, so it is made safe to print.
            var trouble = ServerWords.line(String.valueOf(broken.getMessage()));
            throw new ClientException(Reason.MISBEHAVED, kind.word() + " " + record.id() + ": " + trouble, broken);
        }
    }

    private DayPull pull(LocalDate of) {
        return new DayPull(caller, options, known, of, new HashSet<>());
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !day.isAfter(last)) {
            if (cursor.isPresent()) {
                var from = cursor.get();
                var fetched = RetryingCaller.unchecked(() -> pull.page(from));
                untimed.check(day, fetched.records());
                dayHadRecords |= !fetched.records().isEmpty();
                page = fetched.records().iterator();
                cursor = fetched.next();
            } else {
                if (!dayHadRecords && options.isOver(day)) {
                    empty.add(day);
                }
                dayHadRecords = false;
                day = day.plusDays(1);
                pull = pull(day);
                cursor = Optional.of(PageCursor.START);
            }
        }
        if (!page.hasNext() && !empty.isEmpty()) {
            checkEmpty();
        }
        return page.hasNext();
    }

    /**
     * Checks that the past days without records are really empty. Runs after the last record. While this is uncertain,
     * requests days before the first day of the stream: their answers may show whether a window includes its end date,
     * and whether the server gives records at all. An empty answer that came before the first record may have been a
     * failure. So its day is requested again at the end.
     *
     * @throws ClientException if one of these days has records now, or if it remains uncertain whether they are empty
     */
    private void checkEmpty() {
        for (var before : PageOptions.LOOK_BACK) {
            if (known.doubt().isPresent() || mayGiveNone()) {
                RetryingCaller.unchecked(() -> pull(first.minusDays(before)).look(empty.get(0)));
            }
        }
        if (mayGiveNone()) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "no day from " + first + " to " + last + " has "
                            + options.kind().plural() + ", nor has a day"
                            + " before, so that nothing shows whether the server gives them at all; check the account"
                            + " and the key, or name days that surely have some");
        }
        for (var seeming : empty) {
            RetryingCaller.unchecked(() -> {
                pull(seeming).confirmEmpty();
                return true;
            });
        }
        known.doubt().ifPresent(why -> {
            throw new ClientException(Reason.MISBEHAVED, why);
        });
        empty.clear();
    }

    /**
     * Whether the server may give no records at all: it has not given one yet, has not stated the window that it used,
     * and an empty answer may be a failure.
     */
    private boolean mayGiveNone() {
        return !known.isGiving() && empty.stream().anyMatch(known::isUnproven);
    }

    @Override
    public PulledRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
