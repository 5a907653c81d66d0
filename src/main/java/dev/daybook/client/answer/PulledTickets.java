package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ticket.TicketJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Tickets. The vendor's rows do not say when a ticket last changed; Daybook's do. */
public final class PulledTickets implements PulledKind {
    private static final PageQuery QUERY = new PageQuery("cm_id", "start_date", "end_date");
    private static final RecordKeys KEYS =
            new RecordKeys(List.of("taskId", "id", "task_id", "ticketId", "ticket_id"), "date", "lastModificationTime");
    private static final List<PulledColumn> COLUMNS = PulledColumn.of(TicketJson.class);

    @Override
    public RecordKind kind() {
        return RecordKind.TICKET;
    }

    @Override
    public String path() {
        return Paths.PULL_TICKETS;
    }

    @Override
    public String proofPath() {
        return Paths.PROOF_OF_TICKETS;
    }

    @Override
    public String changesPath() {
        return Paths.TICKET_CHANGES;
    }

    @Override
    public byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        // In an array, as the vendor's clients send it.
        return ("[" + QUERY.object(cmId, from, to, limit, offset, cursor) + "]").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public RecordKeys keys() {
        return KEYS;
    }

    @Override
    public String ownKey() {
        return "taskId";
    }

    @Override
    public List<PulledColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Optional<PulledList> list() {
        return Optional.empty();
    }
}
