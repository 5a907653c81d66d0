package dev.daybook.store.customer;

import dev.daybook.domain.Window;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.CustomerFilter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pull as the specification describes it, over a list in memory: slow and simple. The model shares no code with the
 * stores.
 */
final class PullModel {
    /** A phone as its owner knows it; the country is empty if it is unknown. */
    record Line(String country, String national) {
        static final Line NONE = new Line("", "");

        boolean is(Line other) {
            if (national.isEmpty() || !national.equals(other.national)) {
                return false;
            }
            return country.equals(other.country) || country.isEmpty() || other.country.isEmpty();
        }
    }

    static final class Person {
        long id;
        String country = "";
        Line phone = Line.NONE;
        Line additional = Line.NONE;
        String email = "";
        String designation = "";
    }

    static final class Row {
        long id;
        Instant createdAt = Instant.EPOCH;
        String name = "";
        String code = "";
        boolean organization;
        boolean individual;
        boolean partner;
        long zoneId;
        long assignedToId;
        final Map<AccountList, Long> sources = new EnumMap<>(AccountList.class);
        final Map<Integer, String> attributes = new HashMap<>();
        final List<Person> people = new ArrayList<>();
    }

    /** The phone that each text of a filter stands for. */
    final Map<String, Line> meant = new HashMap<>();

    final List<Row> rows = new ArrayList<>();

    static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    boolean contains(long id) {
        return rows.stream().anyMatch(row -> row.id == id);
    }

    Optional<Row> withCode(String code) {
        return rows.stream().filter(row -> row.code.equals(code)).findFirst();
    }

    /** The customer's name as in its document. */
    String shownName(long id) {
        var row = rows.stream().filter(one -> one.id == id).findFirst().orElseThrow();
        return "\":\"" + row.name.replace("\\", "\\\\").replace("\"", "\\\"") + "\",";
    }

    List<Long> pull(Window window, CustomerFilter filter) {
        return rows.stream()
                .filter(row -> !row.createdAt.isBefore(window.start()) && row.createdAt.isBefore(window.end()))
                .filter(row -> matches(row, filter))
                .sorted(Comparator.comparing((Row row) -> row.createdAt).thenComparing(row -> row.id))
                .map(row -> row.id)
                .toList();
    }

    private boolean matches(Row row, CustomerFilter filter) {
        return (filter.name().isEmpty() || containsAnyCase(oneBlank(row.name), oneBlank(filter.name())))
                && (filter.phone().isEmpty() || hasPhone(row, meant.get(filter.phone())))
                && (filter.email().isEmpty()
                        || row.people.stream().anyMatch(person -> equalAnyCase(person.email, filter.email())))
                && (filter.customerId() == 0 || filter.customerId() == row.id)
                && (filter.customerCode().isEmpty() || filter.customerCode().equals(row.code))
                && (filter.designation().isEmpty()
                        || row.people.stream()
                                .anyMatch(person -> equalAnyCase(person.designation, filter.designation())))
                && isOfKind(row, filter)
                && (filter.zoneIds().isEmpty() || filter.zoneIds().contains(row.zoneId))
                && (filter.assignedToIds().isEmpty() || filter.assignedToIds().contains(row.assignedToId))
                && filter.sourceIds().entrySet().stream()
                        .allMatch(source -> source.getValue().equals(row.sources.getOrDefault(source.getKey(), 0L)))
                && filter.attributes().entrySet().stream()
                        .allMatch(attribute ->
                                attribute.getValue().equals(row.attributes.getOrDefault(attribute.getKey(), "")));
    }

    private static boolean hasPhone(Row row, Line wanted) {
        return row.people.stream().anyMatch(person -> person.phone.is(wanted) || person.additional.is(wanted));
    }

    private static boolean isOfKind(Row row, CustomerFilter filter) {
        return switch (filter.kind()) {
            case ANY -> true;
            case ORGANISATION -> row.organization;
            case INDIVIDUAL -> row.individual;
            case CHANNEL_PARTNER -> row.partner;
        };
    }

    private static boolean containsAnyCase(String text, String part) {
        return anyCase(part).matcher(text).find();
    }

    private static String oneBlank(String text) {
        return text.replaceAll("[ \u00a0]+", " ");
    }

    private static boolean equalAnyCase(String text, String other) {
        return anyCase(other).matcher(text).matches();
    }

    private static Pattern anyCase(String text) {
        return Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
