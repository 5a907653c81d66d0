package dev.daybook.battery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Values for generated requests, chosen by the meaning of a field's name. Each kind has few values, so that requests
 * find each other's records; ids and cursors come from answers.
 */
final class Pool {
    private static final int MOST = 200;
    private static final Pattern ID =
            Pattern.compile("\"(?:\\w*[iI]d|Kapture Customer Id|ticket_id|\\w+_id)\":\"?([1-9][0-9]{2,18})\\b");
    private static final List<String> TEXTS = List.of(
            "Asha",
            "Asha Rao",
            "",
            " ",
            "0",
            "7",
            "true",
            "P",
            "Complete",
            "low",
            "US",
            "South",
            "नमस्ते",
            "Zoë 😀",
            "a'b\"c",
            "2024-05-02 10:00:00",
            "2024-05-02",
            "x".repeat(300),
            "12.50",
            "null",
            "%",
            "_",
            "<b>",
            "refund");

    /** The kinds of values, in the order in which field names are matched. */
    enum Kind {
        ACCOUNT("(?i)cm_?id"),
        CURSOR("(?i)cursor"),
        EMAIL("(?i).*e?mail.*"),
        PHONE("(?i).*(phone|mobile).*"),
        DAY("(?i).*date.*"),
        COUNT("(?i)limit|offset|start_index|end_index"),
        CODE("(?i).*(code|erp).*"),
        ID("(?i).*ids?(_?str)?"),
        TEXT(".*");

        private final Pattern name;

        Kind(String name) {
            this.name = Pattern.compile(name);
        }

        static Kind of(String field) {
            for (var kind : values()) {
                if (kind.name.matcher(field).matches()) {
                    return kind;
                }
            }
            return TEXT;
        }
    }

    private final Map<Kind, List<String>> values = new ConcurrentHashMap<>();

    /** A pool for requests of an account, with days around the time of test servers. */
    Pool(long cmId) {
        values.put(Kind.ACCOUNT, List.of(Long.toString(cmId)));
        values.put(Kind.DAY, List.of("2024-05-01", "2024-05-02", "2024-05-03"));
        values.put(Kind.COUNT, List.of("0", "1", "2", "3", "10"));
        values.put(Kind.TEXT, TEXTS);
        for (var number = 0; number < 20; number++) {
            add(Kind.PHONE, "98000000" + (10 + number));
            add(Kind.EMAIL, "person" + number + "@mail.example");
            add(Kind.CODE, "C-" + number);
        }
    }

    /** Adds a value, unless the kind has this value already or has enough values. */
    void add(Kind kind, String value) {
        var known = values.computeIfAbsent(kind, none -> new ArrayList<>());
        synchronized (known) {
            if (known.size() < MOST && !known.contains(value)) {
                known.add(value);
            }
        }
    }

    /** Adds the ids and the cursor of an answer. */
    void learn(String body, String cursor) {
        ID.matcher(body.length() > 20_000 ? body.substring(0, 20_000) : body)
                .results()
                .forEach(found -> add(Kind.ID, found.group(1)));
        if (!cursor.isEmpty()) {
            add(Kind.CURSOR, cursor);
        }
    }

    List<String> all(Kind kind) {
        var known = values.getOrDefault(kind, List.of());
        synchronized (known) {
            return List.copyOf(known);
        }
    }

    /** A value for a field: mostly a fitting one, sometimes one of another kind. */
    String draw(String field, Random random) {
        var kinds = Kind.values();
        var kind = random.nextInt(20) == 0 ? kinds[random.nextInt(kinds.length)] : Kind.of(field);
        var known = values.getOrDefault(kind, List.of());
        synchronized (known) {
            var value = known.isEmpty() ? "" : known.get(random.nextInt(known.size()));
            if (kind == Kind.PHONE || kind == Kind.EMAIL) {
                Tally.planted(value);
            }
            return value;
        }
    }
}
