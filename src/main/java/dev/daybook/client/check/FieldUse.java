package dev.daybook.client.check;

import dev.daybook.client.check.json.DocumentedField;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import dev.daybook.client.check.session.TimeFormats;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The use of a field in the records that were seen.
 *
 * @param name its key
 * @param documented whether the reference or Daybook documents it
 * @param present the number of records that have it
 * @param records the number of records that were seen
 * @param kinds the kinds of its values
 * @param formats the formats of its times; empty if it has none
 */
public record FieldUse(
        String name, boolean documented, int present, int records, Set<Kind> kinds, Set<String> formats) {
    /** An undocumented key that may be shown: a word that cannot be a phone number or an address. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,39}\\d?");

    /** Undocumented keys are shown only for at least this many records: fewer records may all be of one person. */
    private static final int ENOUGH = 5;

    public FieldUse {
        kinds = Set.copyOf(kinds);
        formats = Set.copyOf(formats);
    }

    /** The use of a documented field. */
    static FieldUse of(String name, List<Seen> records) {
        return of(name, true, records);
    }

    private static FieldUse of(String name, boolean documented, List<Seen> records) {
        var kinds = EnumSet.noneOf(Kind.class);
        var formats = new LinkedHashSet<String>();
        var present = 0;
        for (var record : records) {
            var value = record.at(name);
            if (!value.is(Kind.NOTHING)) {
                present++;
                kinds.add(value.kind());
                if (TimeFormats.isTime(value)) {
                    formats.add(TimeFormats.format(value));
                }
            }
        }
        return new FieldUse(name, documented, present, records.size(), kinds, formats);
    }

    /**
     * The documented fields, and the undocumented fields that may be shown: those with a plain name that all records
     * have, if there are at least {@link #ENOUGH} records. A key that only some records have may be personal.
     */
    static List<FieldUse> all(List<Seen> records, List<DocumentedField> documented) {
        var names = documented.stream().map(DocumentedField::name).collect(Collectors.toCollection(LinkedHashSet::new));
        var uses = new ArrayList<FieldUse>();
        names.forEach(name -> uses.add(of(name, records)));
        if (records.size() >= ENOUGH) {
            records.get(0).names().stream()
                    .filter(name ->
                            !names.contains(name) && PLAIN_NAME.matcher(name).matches())
                    .map(name -> of(name, false, records))
                    .filter(use -> use.present() == records.size())
                    .forEach(uses::add);
        }
        return uses;
    }
}
