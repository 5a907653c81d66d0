package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.PhoneMatch;
import java.util.Map;

/** Translates the filters of Pull Customer into SQL. */
public final class CustomerCriteria {
    private static final Map<AccountList, String> SOURCE_COLUMNS = Map.of(
            AccountList.PRIMARY_SOURCE, "r.primary_source_id",
            AccountList.SECONDARY_SOURCE, "r.secondary_source_id",
            AccountList.TERTIARY_SOURCE, "r.tertiary_source_id");

    private static final String DESIGNATION = """
            EXISTS (SELECT 1 FROM contact p WHERE p.cm_id = :cmId AND p.customer_id = r.id
             AND p.designation_key = :designation)""";

    private static final String ATTRIBUTE = """
            EXISTS (SELECT 1 FROM customer_attribute a WHERE a.cm_id = :cmId AND a.customer_id = r.id
             AND a.number = %1$d AND a.value = :attr%1$d)""";

    private CustomerCriteria() {}

    /** The conditions that customers must match. */
    public static Criteria of(CustomerFilter filter) {
        var criteria = new Criteria()
                .andPart("r.name_key", "name", TextKey.ofName(filter.name()))
                .andText("r.id IN (" + CustomerMatch.IDS_BY_EMAIL + ")", "email", TextKey.of(filter.email()))
                .andText("r.customer_code = :customerCode", "customerCode", filter.customerCode())
                .andText(DESIGNATION, "designation", TextKey.of(filter.designation()))
                .andAny("r.zone_id IN (<zoneIds>)", "zoneIds", filter.zoneIds())
                .andAny("r.assigned_to_id IN (<assignedToIds>)", "assignedToIds", filter.assignedToIds());
        if (!filter.phone().isEmpty()) {
            criteria.and("r.id IN (" + CustomerMatch.IDS_BY_PHONE + ")");
            PhoneMatch.values(Phone.of(filter.phone())).forEach(criteria::value);
        }
        if (filter.customerId() != 0) {
            criteria.and("r.id = :customerId", "customerId", filter.customerId());
        }
        addKind(criteria, filter.kind());
        filter.sourceIds()
                .forEach((list, id) -> criteria.and(SOURCE_COLUMNS.get(list) + " = :" + list.name(), list.name(), id));
        filter.attributes()
                .forEach((number, value) -> criteria.and(ATTRIBUTE.formatted(number), "attr" + number, value));
        return criteria;
    }

    private static void addKind(Criteria criteria, CustomerFilter.Kind kind) {
        switch (kind) {
            case ORGANISATION -> criteria.and("r.organization = 1");
            case INDIVIDUAL -> criteria.and("r.individual = 1");
            case CHANNEL_PARTNER -> criteria.and("r.channel_partner = 1");
            case ANY -> {}
        }
    }
}
