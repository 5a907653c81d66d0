package dev.daybook.store.ticket;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketFilter;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A random history of an account's tickets, written to the stores and to a simple list in parallel. */
final class TicketHistory {
    private static final List<String> SUB_STATUSES = List.of("US", "OP", "CO", "RS", "ETL");
    private static final List<String> CODES = List.of("", "A", "a", "B", "%", "Ä");
    private static final Instant START = Instant.parse("2024-05-01T17:00:00Z");

    private final Stores stores;
    private final Account account;
    private final Random random;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Map<String, String>> fields = new HashMap<>();
    private Instant now = START;

    TicketHistory(Stores stores, Account account, Random random) {
        this.stores = stores;
        this.account = account;
        this.random = random;
    }

    /** A ticket in the list. */
    record Entry(long id, long number, Instant createdAt, String code, TicketStatus status, String subStatus) {
        boolean matches(TicketFilter filter) {
            return (filter.customerCode().isEmpty() || code.equals(filter.customerCode()))
                    && filter.status().map(status::equals).orElse(true)
                    && (filter.subStatus().isEmpty() || subStatus.equals(filter.subStatus()));
        }
    }

    /** Lets some time pass, possibly none, and adds or changes a ticket. Returns the ticket that the store has written. */
    Ticket step() {
        now = now.plusMillis(random.nextInt(4) * 7_200_000L * random.nextInt(2));
        var change = change();
        var written = entries.isEmpty() || random.nextBoolean() ? add(change) : update(change);
        for (var field : change.associates().list()) {
            fields.computeIfAbsent(written.id(), id -> new HashMap<>()).put(field.name(), field.json());
        }
        return written;
    }

    private Ticket add(TicketChange change) {
        var added = stores.database()
                .write(transaction ->
                        stores.tickets().add(transaction, account, change, Rights.ALL, Author.UNKNOWN, now))
                .ticket();
        entries.add(entry(added.id(), added.number(), now, change, "", TicketStatus.PENDING, "US"));
        return added;
    }

    private Ticket update(TicketChange change) {
        var index = random.nextInt(entries.size());
        var old = entries.get(index);
        entries.set(index, entry(old.id, old.number, old.createdAt, change, old.code, old.status, old.subStatus));
        return stores.database()
                .write(transaction -> stores.tickets()
                        .update(transaction, account, old.number, change, Rights.ALL, Author.UNKNOWN, now))
                .ticket();
    }

    /** The ticket after a change, computed again in the simplest way. */
    private static Entry entry(
            long id,
            long number,
            Instant createdAt,
            TicketChange change,
            String code,
            TicketStatus oldStatus,
            String oldSubStatus) {
        var given = change.subStatus();
        // A repeated sub-status does not reopen a ticket.
        var unasked = given.isEmpty() || given.equals(oldSubStatus) ? oldStatus : TicketStatus.PENDING;
        var status = change.status().orElse(List.of("CO", "RS").contains(given) ? TicketStatus.COMPLETE : unasked);
        var moved = status == TicketStatus.COMPLETE ? "CO" : "US";
        var subStatus = given.isEmpty() ? status == oldStatus ? oldSubStatus : moved : given;
        var newCode = change.text(TicketField.CUSTOMER_CODE);
        return new Entry(id, number, createdAt, newCode.isEmpty() ? code : newCode, status, subStatus);
    }

    private TicketChange change() {
        var code = CODES.get(random.nextInt(CODES.size()));
        Map<TicketField, String> texts = code.isEmpty()
                ? Map.of(TicketField.TITLE, "title")
                : Map.of(TicketField.TITLE, "title", TicketField.CUSTOMER_CODE, code);
        return new TicketChange(
                status(),
                random.nextBoolean() ? "" : SUB_STATUSES.get(random.nextInt(SUB_STATUSES.size())),
                texts,
                "",
                Optional.empty(),
                EmployeeName.NOBODY,
                Map.of(),
                random.nextInt(3) == 0 ? "a note" : "",
                new AssociateFields(List.of(new AssociateField("g", "n" + random.nextInt(3), "" + random.nextInt(9)))));
    }

    /** A ticket with a title only. */
    static TicketChange plain() {
        return TestTickets.of(Map.of(TicketField.TITLE, "title"));
    }

    private Optional<TicketStatus> status() {
        return random.nextInt(3) == 0
                ? Optional.of(random.nextBoolean() ? TicketStatus.PENDING : TicketStatus.COMPLETE)
                : Optional.empty();
    }

    TicketFilter filter() {
        return new TicketFilter(
                random.nextInt(3) == 0 ? CODES.get(random.nextInt(CODES.size())) : "",
                status(),
                random.nextInt(3) == 0 ? SUB_STATUSES.get(random.nextInt(SUB_STATUSES.size())) : "");
    }

    /** A time, possibly one outside the history, because pulls may ask for that too. */
    Instant instant() {
        var whole = Duration.between(START, now).toMillis() + 4;
        var instant = START.plusMillis((long) (random.nextDouble() * whole) - 2);
        return entries.isEmpty() || random.nextBoolean()
                ? instant
                : entries.get(random.nextInt(entries.size())).createdAt.plusMillis(random.nextInt(2));
    }

    /** The ids of the matching tickets, in the order of pulls. */
    List<Long> pull(Instant from, Instant to, TicketFilter filter) {
        return entries.stream()
                .filter(entry -> !entry.createdAt.isBefore(from) && entry.createdAt.isBefore(to))
                .filter(entry -> entry.matches(filter))
                .sorted(Comparator.comparing(Entry::createdAt).thenComparing(Entry::id))
                .map(Entry::id)
                .toList();
    }

    /** The associate fields of a ticket, JSON values by name. */
    Map<String, String> fields(long id) {
        return fields.getOrDefault(id, Map.of());
    }

    /** The public numbers of all tickets. */
    List<Long> numbers() {
        return entries.stream().map(Entry::number).toList();
    }

    Instant end() {
        return now.plusMillis(1);
    }
}
