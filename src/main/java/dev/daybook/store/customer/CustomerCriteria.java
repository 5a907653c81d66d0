package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.customer.CustomerFilter;
import dev.daybook.domain.customer.CustomerKind;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.PhoneMatch;
import java.util.Map;

/** Translates the filters of Pull Customer into SQL. */
public final class CustomerCriteria {
    private static final Map<AccountList, String> SOURCE_COLUMNS = Map.of(
            AccountList.PRIMARY_SOURCE, "r.primary_source_id",
            AccountList.SECONDARY_SOURCE, "r.secondary_source_id",
            AccountList.TERTIARY_SOURCE, "r.tertiary_source_id");

    private CustomerCriteria() {}

    /**
     * The conditions that customers must match.
     *
     * @param masked whether phones must match exactly; otherwise a missing country code is ignored
     */
    public static Criteria of(CustomerFilter filter, boolean masked) {
        var criteria = new Criteria();
        var name = TextKey.of(filter.name()).replaceAll("([!%_])", "!$1");
        criteria.andIf(!name.isEmpty(), "r.name_key LIKE :name ESCAPE '!'", "name", "%" + name + "%");
        if (!filter.phone().isEmpty()) {
            criteria.and("r.id IN (" + CustomerMatch.IDS_BY_PHONE + ")");
            PhoneMatch.values(Phone.of(filter.phone()), !masked).forEach(criteria::value);
        }
        criteria.andIf(
                !filter.email().isEmpty(),
                "r.id IN (" + CustomerMatch.IDS_BY_EMAIL + ")",
                "email",
                TextKey.of(filter.email()));
        criteria.andIf(filter.customerId() != 0, "r.id = :customerId", "customerId", filter.customerId());
        criteria.andIf(
                !filter.customerCode().isEmpty(),
                "r.customer_code = :customerCode",
                "customerCode",
                filter.customerCode());
        criteria.andIf(!filter.designation().isEmpty(), """
                EXISTS (SELECT 1 FROM contact p WHERE p.cm_id = :cmId AND p.customer_id = r.id
                AND p.designation_key = :designation)""", "designation", TextKey.of(filter.designation()));
        criteria.andAny("r.zone_id IN (<zoneIds>)", "zoneIds", filter.zoneIds());
        criteria.andAny("r.assigned_to_id IN (<assignedToIds>)", "assignedToIds", filter.assignedToIds());
        addKind(criteria, filter.kind());
        filter.sourceIds()
                .forEach((list, id) ->
                        criteria.andIf(true, SOURCE_COLUMNS.get(list) + " = :" + list.name(), list.name(), id));
        filter.attributes()
                .forEach((number, value) -> criteria.andIf(true, """
                EXISTS (SELECT 1 FROM customer_attribute a WHERE a.cm_id = :cmId AND a.customer_id = r.id
                AND a.number = %1$d AND a.value = :attr%1$d)""".formatted(number), "attr" + number, value));
        return criteria;
    }

    private static void addKind(Criteria criteria, CustomerKind kind) {
        switch (kind) {
            case ORGANISATION -> criteria.and("r.organization = 1");
            case INDIVIDUAL -> criteria.and("r.individual = 1");
            case CHANNEL_PARTNER -> criteria.and("r.channel_partner = 1");
            case ANY -> {}
        }
    }
}
