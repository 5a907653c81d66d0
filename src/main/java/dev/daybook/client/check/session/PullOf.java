package dev.daybook.client.check.session;

import dev.daybook.client.check.json.Draft;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import java.time.LocalDate;

/** The three pulls by days, with the names in which their requests differ. */
public enum PullOf {
    CUSTOMERS(
            RecordKind.CUSTOMER,
            Paths.PULL_CUSTOMERS,
            "cm_id",
            "createStartDate",
            "createEndDate",
            "id",
            "generationDate",
            false),
    TICKETS(RecordKind.TICKET, Paths.PULL_TICKETS, "cm_id", "start_date", "end_date", "taskId", "date", true),
    ORDERS(
            RecordKind.ORDER,
            Paths.PULL_ORDERS,
            "cmId",
            "createStartDate",
            "createEndDate",
            "id",
            "generationDate",
            false);

    private final RecordKind kind;
    private final String path;
    private final String account;
    private final String first;
    private final String last;
    private final String id;
    private final String created;
    private final boolean listed;

    PullOf(
            RecordKind kind,
            String path,
            String account,
            String first,
            String last,
            String id,
            String created,
            boolean listed) {
        this.kind = kind;
        this.path = path;
        this.account = account;
        this.first = first;
        this.last = last;
        this.id = id;
        this.created = created;
        this.listed = listed;
    }

    public RecordKind kind() {
        return kind;
    }

    /** The key under which a request names the account. */
    public String account() {
        return account;
    }

    /** The key of the first day. */
    public String first() {
        return first;
    }

    /** The key of the last day. */
    public String last() {
        return last;
    }

    /** The key of a record's id. */
    public String id() {
        return id;
    }

    /** The key of a record's time of creation. */
    public String created() {
        return created;
    }

    /** A request for the records of these days, a page of the default size. */
    public Draft draft(long cmId, LocalDate from, LocalDate to) {
        return Draft.empty()
                .with(account, cmId)
                .with(first, from.toString())
                .with(last, to.toString())
                .with("limit", "100")
                .with("offset", "0");
    }

    /** The call that sends a draft as the reference's sample does: tickets in a list, the others as an object. */
    public Ask ask(Draft draft) {
        return Ask.post(path, listed ? draft.listed() : draft.json());
    }
}
