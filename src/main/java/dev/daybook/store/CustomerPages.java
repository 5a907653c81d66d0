package dev.daybook.store;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Phone;
import dev.daybook.domain.Position;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.domain.customer.CustomerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Pulls customers page by page: the documents of a window in order of creation, then id. */
public final class CustomerPages {
    private static final String IN_WINDOW = """
            FROM customer_document d %s
            WHERE d.cm_id = :cmId AND d.created_at < :end AND (d.created_at, d.id) > (:fromTime, :fromId)%s
            ORDER BY d.created_at, d.id LIMIT :limit OFFSET :offset""";

    private static final String JOIN_CUSTOMER = "JOIN customer c ON c.cm_id = d.cm_id AND c.id = d.id";

    private static final Map<AccountList, String> SOURCE_COLUMNS = Map.of(
            AccountList.PRIMARY_SOURCE, "c.primary_source_id",
            AccountList.SECONDARY_SOURCE, "c.secondary_source_id",
            AccountList.TERTIARY_SOURCE, "c.tertiary_source_id");

    /**
     * A part of a pull's answer.
     *
     * @param documents the documents, each a JSON object in UTF-8
     * @param next the position of the last of them, if more customers follow
     */
    public record Page(List<byte[]> documents, Optional<Position> next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }

    private record Row(Position position, byte[] document) {}

    /**
     * One page.
     *
     * @param masked whether phones and e-mails may be compared only as they are
     */
    public Page page(
            Transaction transaction,
            long cmId,
            Window window,
            CustomerFilter filter,
            PageRequest page,
            boolean masked) {
        var from = from(window, page);
        var sql = "SELECT d.created_at, d.id, d.doc " + inWindow(filter);
        var query = transaction.handle().createQuery(sql);
        bind(query, filter, masked);
        var rows = query.bind("cmId", cmId)
                .bind("end", Times.column(window.end()))
                .bind("fromTime", Times.column(from.createdAt()))
                .bind("fromId", from.id())
                .bind("limit", page.limit() + 1)
                .bind("offset", page.offset())
                .map((row, context) ->
                        new Row(new Position(Times.instant(row.getLong(1)), row.getLong(2)), row.getBytes(3)))
                .list();
        var shown = rows.subList(0, Math.min(rows.size(), page.limit()));
        return new Page(
                shown.stream().map(Row::document).toList(),
                rows.size() > page.limit()
                        ? Optional.of(shown.get(shown.size() - 1).position())
                        : Optional.empty());
    }

    /** The position just before the page, which is never before the window. */
    private static Position from(Window window, PageRequest page) {
        var start = new Position(window.start(), 0);
        return page.after()
                .filter(after -> !after.createdAt().isBefore(window.start()))
                .orElse(start);
    }

    private static String inWindow(CustomerFilter filter) {
        var clauses = clauses(filter);
        return IN_WINDOW.formatted(
                clauses.isEmpty() ? "" : JOIN_CUSTOMER,
                clauses.isEmpty() ? "" : " AND " + String.join(" AND ", clauses));
    }

    private static List<String> clauses(CustomerFilter filter) {
        var clauses = new ArrayList<String>();
        addIf(clauses, !filter.name().isEmpty(), "c.name_key LIKE :name ESCAPE '!'");
        addIf(clauses, !filter.phone().isEmpty(), "c.id IN (" + CustomerMatch.IDS_BY_PHONE + ")");
        addIf(clauses, !filter.email().isEmpty(), "c.id IN (" + CustomerMatch.IDS_BY_EMAIL + ")");
        addIf(clauses, filter.customerId() != 0, "c.id = :customerId");
        addIf(clauses, !filter.customerCode().isEmpty(), "c.customer_code = :customerCode");
        addIf(clauses, !filter.designation().isEmpty(), """
                EXISTS (SELECT 1 FROM contact p WHERE p.cm_id = :cmId AND p.customer_id = c.id
                AND p.designation_key = :designation)""");
        addIf(clauses, !filter.zoneIds().isEmpty(), "c.zone_id IN (<zoneIds>)");
        addIf(clauses, !filter.assignedToIds().isEmpty(), "c.assigned_to_id IN (<assignedToIds>)");
        addIf(clauses, filter.kind() == CustomerKind.ORGANISATION, "c.organization = 1");
        addIf(clauses, filter.kind() == CustomerKind.INDIVIDUAL, "c.individual = 1");
        addIf(clauses, filter.kind() == CustomerKind.CHANNEL_PARTNER, "c.channel_partner = 1");
        filter.sourceIds().keySet().stream()
                .sorted()
                .forEach(list -> clauses.add(SOURCE_COLUMNS.get(list) + " = :" + list.name()));
        filter.attributes().keySet().stream().sorted().forEach(number -> clauses.add("""
                EXISTS (SELECT 1 FROM customer_attribute a WHERE a.cm_id = :cmId AND a.customer_id = c.id
                AND a.number = %1$d AND a.value = :attr%1$d)""".formatted(number)));
        return clauses;
    }

    private static void addIf(List<String> clauses, boolean given, String clause) {
        if (given) {
            clauses.add(clause);
        }
    }

    private static void bind(Query query, CustomerFilter filter, boolean masked) {
        if (!filter.name().isEmpty()) {
            query.bind("name", "%" + TextKey.of(filter.name()).replaceAll("([!%_])", "!$1") + "%");
        }
        if (!filter.phone().isEmpty()) {
            CustomerMatch.bindPhone(query, Phone.of(filter.phone()), !masked);
        }
        query.bind("email", TextKey.of(filter.email()));
        query.bind("customerId", filter.customerId());
        query.bind("customerCode", filter.customerCode());
        query.bind("designation", TextKey.of(filter.designation()));
        if (!filter.zoneIds().isEmpty()) {
            query.bindList("zoneIds", filter.zoneIds());
        }
        if (!filter.assignedToIds().isEmpty()) {
            query.bindList("assignedToIds", filter.assignedToIds());
        }
        filter.sourceIds().forEach((list, id) -> query.bind(list.name(), id));
        filter.attributes().forEach((number, value) -> query.bind("attr" + number, value));
    }
}
