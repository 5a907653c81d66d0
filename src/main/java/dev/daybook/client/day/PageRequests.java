package dev.daybook.client.day;

import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.wire.Headers;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Requests pages of a window of days, and reads the answers. {@link PageQuestions} finds out what the answers mean. */
record PageRequests(RetryingCaller caller, PageOptions options, ServerKnowledge known) {
    /** The pause between two equal requests, in milliseconds, unless the first wait of the retries is shorter. */
    private static final long PAUSE = 200;

    /** The same requests with few attempts each. */
    PageRequests brief() {
        return new PageRequests(caller.brief(), options, known);
    }

    /** Waits between two equal requests. */
    void pause() throws InterruptedException {
        Thread.sleep(Math.min(PAUSE, caller.firstWait().toMillis()));
    }

    /**
     * A request for a page of a window of days.
     *
     * @param offset the number of records to skip; sent only without a cursor
     * @param cursor the server's cursor for the page; empty for none
     */
    record Question(LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        String words() {
            return from
                    + (from.equals(to) ? "" : " to " + to)
                    + (cursor.isEmpty() ? " from offset " + offset + " on" : " behind a cursor");
        }

        Question until(LocalDate day) {
            return new Question(from, day, limit, offset, cursor);
        }

        Question at(long skipped) {
            return new Question(from, to, limit, skipped, "");
        }
    }

    /** The answer to a question. */
    record Answer(PulledPage page, Reply reply) {
        /** Whether the answer has no records, but does not clearly say that there are none: it may be a defect. */
        boolean isDoubtful() {
            return page.records().isEmpty() && !page.empty().isPlain();
        }

        List<Long> ids() {
            return page.records().stream().map(PulledRecord::id).toList();
        }

        /** Whether more records follow; empty if the server does not say. */
        Optional<Boolean> hasMore() {
            return reply.header(Headers.HAS_MORE).map(Boolean::parseBoolean);
        }

        /** The window that the server states; empty if it states none, or if the header has another format. */
        Optional<StatedWindow> window() {
            return reply.header(Headers.WINDOW).flatMap(StatedWindow::read);
        }

        boolean has(Predicate<PulledRecord> wanted) {
            return page.records().stream().anyMatch(wanted);
        }
    }

    /**
     * Sends a request. Accepts an answer without records, even if it may be a defect: see {@link Answer#isDoubtful}.
     *
     * @throws ClientException if the server refuses, is unavailable for too long, or its answer is unreadable
     */
    Answer send(Question question) throws InterruptedException {
        var kind = options.kind();
        var request = kind.query()
                .request(caller.cmId(), question.from, question.to, question.limit, question.offset, question.cursor);
        return caller.call(kind.path(), request, reply -> answer(question, reply));
    }

    private Answer answer(Question question, Reply reply) {
        try {
            var page = PulledPage.read(reply.body(), options.kind().keys().in(options.zone()), options.strict());
            page.refusal().ifPresent(words -> {
                throw new ClientException(Reason.REFUSED, "the server says: " + words);
            });
            noteLeniency(page, reply);
            var answer = new Answer(page, reply);
            answer.window().ifPresent(window -> {
                window.check(question.from, question.to, options.zone());
                known.statesWindow();
            });
            return answer;
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(question.words() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private void noteLeniency(PulledPage page, Reply reply) {
        if (page.leniency().isEmpty() && reply.leniency().isEmpty()) {
            return;
        }
        var how = EnumSet.noneOf(Leniency.class);
        how.addAll(page.leniency());
        how.addAll(reply.leniency());
        if (options.strict()) {
            throw new IllegalArgumentException("the answer is not what its headers announce: "
                    + how.iterator().next().words());
        }
        known.lenient(how);
    }
}
