package dev.daybook.wire.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The filters of Pull Customer. An account can also save them as criteria for {@code isAllCustomerPage}. */
public final class CustomerFilterJson {
    /** The number of attributes of a customer, {@code attr1} to {@code attr15}. */
    static final int ATTRIBUTES = 15;

    /** The names of the attributes. */
    public static final List<String> ATTRIBUTE_NAMES = IntStream.rangeClosed(1, ATTRIBUTES)
            .mapToObj(number -> "attr" + number)
            .toList();

    static final int ATTRIBUTE_LENGTH = 1_000;

    /** Saved criteria without any filter. */
    public static final String NONE = "{}";

    private CustomerFilterJson() {}

    /**
     * Parses saved criteria, which may contain only filters.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON if the text is not a JSON object; INVALID_VALUE if it
     *     contains anything else
     */
    public static CustomerFilter parse(String json) {
        var fields = JsonBody.parse(json.getBytes(StandardCharsets.UTF_8));
        var filter = from(fields);
        if (!fields.ignored().isEmpty()) {
            throw fields.invalid(fields.ignored().get(0), "one of the filters of Pull Customer instead");
        }
        return filter;
    }

    static CustomerFilter from(Fields fields) {
        return new CustomerFilter(
                fields.text("name", Fields.MAX_TEXT),
                phone(fields),
                fields.word("email", Fields.MAX_TEXT),
                fields.id("customer_id"),
                fields.code("customerCode", Fields.MAX_TEXT),
                fields.word("designationType", Fields.MAX_TEXT),
                kind(fields),
                zones(fields),
                assignees(fields),
                sources(fields),
                attributes(fields));
    }

    /** The phone to filter by; empty if not given. Refuses an incomplete or masked phone. */
    public static String phone(Fields fields) {
        var phone = fields.code("phone", Fields.MAX_TEXT);
        if (!phone.isEmpty() && Phone.of(phone).isEmpty()) {
            throw fields.invalid("phone", "a phone number, complete and not masked");
        }
        return phone;
    }

    private static CustomerFilter.Kind kind(Fields fields) {
        var organisation = fields.flag("isOrganisation").orElse(false);
        var individual = fields.flag("isIndividual").orElse(false);
        var partner = fields.flag("isChannelPartner").orElse(false);
        if (organisation) {
            return CustomerFilter.Kind.ORGANISATION;
        }
        if (individual) {
            return CustomerFilter.Kind.INDIVIDUAL;
        }
        return partner ? CustomerFilter.Kind.CHANNEL_PARTNER : CustomerFilter.Kind.ANY;
    }

    /**
     * The sales zones to filter by. {@code zone_id} counts only if {@code zoneIdStr} is empty, as the vendor's page
     * says.
     */
    private static List<Long> zones(Fields fields) {
        var one = fields.id("zone_id");
        var several = ids(fields, "zoneIdStr");
        return several.isEmpty() && one != 0 ? List.of(one) : several;
    }

    /**
     * The assignees to filter by. {@code assignedToIdStr} counts only if {@code assignedToId} is empty, as the vendor's
     * page says. For zones it is the reverse: the field with several ids counts first.
     */
    private static List<Long> assignees(Fields fields) {
        var one = fields.id("assignedToId");
        var several = ids(fields, "assignedToIdStr");
        return one != 0 ? List.of(one) : several;
    }

    /** The ids in a field, without 0: clients also send 0 in fields of one id, where it means "not given". */
    private static List<Long> ids(Fields fields, String name) {
        return fields.ids(name).stream().filter(id -> id != 0).toList();
    }

    private static Map<AccountList, Long> sources(Fields fields) {
        var sources = new EnumMap<AccountList, Long>(AccountList.class);
        sources.put(AccountList.PRIMARY_SOURCE, fields.id("primarySourceId"));
        sources.put(AccountList.SECONDARY_SOURCE, fields.id("secondarySourceId"));
        sources.put(AccountList.TERTIARY_SOURCE, fields.id("tertiarySourceId"));
        sources.values().removeIf(id -> id == 0);
        return sources;
    }

    /**
     * The attributes in these objects, by number. If several objects have an attribute, the first one counts, and the
     * others are dropped. A value must be a text or number of at most 1,000 characters. Another value is refused in the
     * first object. In the others, it counts as not read and so becomes an associate field, because a caller may have
     * fields of any kind there.
     */
    public static Map<Integer, String> attributes(Fields... objects) {
        var attributes = new HashMap<Integer, String>();
        for (var object : objects) {
            for (var number = 1; number <= ATTRIBUTES; number++) {
                var name = ATTRIBUTE_NAMES.get(number - 1);
                // A value that does not count may be of any kind. It is marked as read, so that it is not kept.
                var counts = object.has(name) && !attributes.containsKey(number);
                var value = counts ? attribute(object, name, object == objects[0]) : "";
                if (!value.isEmpty()) {
                    attributes.put(number, value);
                }
            }
        }
        return attributes;
    }

    private static String attribute(Fields object, String name, boolean refuses) {
        try {
            return object.text(name, ATTRIBUTE_LENGTH);
        } catch (ProblemException noAttribute) {
            if (refuses) {
                throw noAttribute;
            }
            object.leave(name);
            return "";
        }
    }
}
