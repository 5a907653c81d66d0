package dev.daybook.domain.customer;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.account.EmployeeName;
import java.util.Map;

/**
 * The enquiry of an Add or Update Customer.
 *
 * @param enquiryId the enquiry to change, 0 for a new one
 * @param texts the given texts
 * @param assignee the employee to assign it to; nobody if not given
 * @param associates the given additional and associate fields: name to JSON text
 */
public record EnquiryChange(
        long enquiryId, Map<EnquiryField, String> texts, EmployeeName assignee, Map<String, String> associates) {
    public EnquiryChange {
        texts = Map.copyOf(texts);
        associates = Map.copyOf(associates);
        AssociateFieldLimits.check(associates);
    }
}
