package dev.daybook.domain.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.RecordDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The result of a change of a customer, field by field. */
class CustomerUpdateTest {
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final AtomicLong ids = new AtomicLong(100);
    private final List<String> asked = new ArrayList<>();

    @Test
    void aNewCustomerHasTheGivenValues() {
        var update = CustomerUpdate.added(
                7,
                1,
                change(0, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001"), listed(), "Ravi", 0),
                context(NOON));
        var customer = update.after();
        assertEquals(7, customer.cmId());
        assertEquals(1, customer.id());
        assertEquals(NOON, customer.createdAt());
        assertEquals(NOON, customer.modifiedAt());
        assertEquals("Asha", customer.text(ProfileField.NAME));
        assertEquals(CustomerFlags.DEFAULT, customer.flags());
        assertEquals(4, customer.zoneId());
        assertEquals(Map.of(AccountList.PRIMARY_SOURCE, 3L), customer.sources());
        assertEquals(4, customer.assignedToId());
        assertEquals(1, customer.enquiries());
        assertEquals(
                List.of(101L), customer.contacts().stream().map(Contact::id).toList());
        assertEquals(customer.contacts(), update.contacts());
    }

    @Test
    void anUpdateKeepsFieldsThatAreNotGiven() {
        var before = CustomerUpdate.added(
                        7,
                        1,
                        change(
                                0,
                                Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001"),
                                listed(),
                                "Ravi",
                                0),
                        context(NOON))
                .after();
        asked.clear();
        var update = CustomerUpdate.changed(
                before, change(1, Map.of(ProfileField.CITY, "Pune"), Map.of(), "", -1), context(LATER));
        var after = update.after();
        assertEquals("Pune", after.text(ProfileField.CITY));
        assertEquals("Asha", after.text(ProfileField.NAME));
        assertEquals(NOON, after.createdAt());
        assertEquals(LATER, after.modifiedAt());
        assertEquals(before.flags(), after.flags());
        assertEquals(before.zoneId(), after.zoneId());
        assertEquals(before.sources(), after.sources());
        assertEquals(before.assignedToId(), after.assignedToId());
        assertEquals(before.enquiries(), after.enquiries());
        assertEquals(before.contacts(), after.contacts());
        assertEquals(List.of(), update.contacts(), "no contact is written again");
        assertEquals(List.of(), asked, "no name is looked up");
    }

    @Test
    void onlyNewEnquiriesCountTowardsTheLimit() {
        var before = customerWith(Customer.MAX_ENQUIRIES - 1);
        var last = CustomerUpdate.changed(before, change(1, Map.of(), Map.of(), "", 0), context(LATER))
                .after();
        assertEquals(Customer.MAX_ENQUIRIES, last.enquiries());
        var same = CustomerUpdate.changed(last, change(1, Map.of(), Map.of(), "", 55), context(LATER))
                .after();
        assertEquals(Customer.MAX_ENQUIRIES, same.enquiries());
        var more = change(1, Map.of(), Map.of(), "", 0);
        assertThrows(ProblemException.class, () -> CustomerUpdate.changed(last, more, context(LATER)));
    }

    private static Customer customerWith(int enquiries) {
        return new Customer(7, 1, NOON, NOON, CustomerFlags.DEFAULT, Map.of(), 0, Map.of(), 0, enquiries, List.of());
    }

    private static Map<AccountList, String> listed() {
        return Map.of(AccountList.ZONE, "West", AccountList.PRIMARY_SOURCE, "Web");
    }

    private static CustomerChange change(
            long id,
            Map<ProfileField, String> texts,
            Map<AccountList, String> listed,
            String assignee,
            long enquiryId) {
        return new CustomerChange(
                id,
                false,
                texts,
                FlagsChange.NONE,
                new RecordDetails(listed, new EmployeeName(assignee, "", ""), Map.of(), Map.of()),
                List.of(),
                enquiryId < 0
                        ? Optional.empty()
                        : Optional.of(new EnquiryChange(enquiryId, Map.of(), EmployeeName.NOBODY, Map.of())));
    }

    /** A context in which the id of each name is the length of the name. */
    private CustomerUpdate.Context context(Instant now) {
        return new CustomerUpdate.Context(
                ids::incrementAndGet, (list, name) -> lookUp(name), employee -> lookUp(employee.name()), now, true);
    }

    private long lookUp(String name) {
        asked.add(name);
        return name.length();
    }
}
