package dev.daybook.client;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.server.ServerKnowledge;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The records of day after day; a page is fetched once the one before it is used up. */
final class CreatedRecords implements Iterator<PulledRecord> {
    private final RetryingCaller caller;
    private final PullOptions options;
    private final ServerKnowledge known;
    private LocalDate day;
    private DayPull pull;
    private Optional<Place> place = Optional.of(Place.START);
    private Iterator<PulledRecord> page = Collections.emptyIterator();

    private CreatedRecords(RetryingCaller caller, PullOptions options) {
        this.caller = caller;
        this.options = options;
        this.known = new ServerKnowledge(options.profile(), sentence -> {});
        this.day = options.from();
        this.pull = pull();
    }

    /**
     * The records of the days that the options name.
     *
     * @param read makes of a record's JSON what is wanted
     */
    static <T> Stream<T> stream(RetryingCaller caller, PullOptions options, Function<byte[], T> read) {
        Iterable<PulledRecord> records = () -> new CreatedRecords(caller, options);
        return StreamSupport.stream(records.spliterator(), false).map(record -> read.apply(record.json()));
    }

    private DayPull pull() {
        return new DayPull(caller, options, known, day, new HashSet<>());
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !day.isAfter(options.to())) {
            if (place.isPresent()) {
                var from = place.get();
                var fetched = RetryingCaller.uninterrupted(() -> pull.page(from));
                page = fetched.records().iterator();
                place = fetched.next();
            } else {
                day = day.plusDays(1);
                pull = pull();
                place = Optional.of(Place.START);
            }
        }
        return page.hasNext();
    }

    @Override
    public PulledRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
