package dev.daybook.wire.customer;

import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.wire.CalendarJson;
import dev.daybook.wire.json.MaskedJson;
import java.time.ZoneId;
import tools.jackson.databind.node.ObjectNode;

/**
 * A contact of a customer, with the keys of the vendor's Pull Customer page in the order of that page (checked
 * 2026-11). If Daybook stores no value for a key, the value is the one on that page.
 */
public record ContactJson(
        long id,
        long cmId,
        long leadId,
        String contactPerson,
        String gender,
        String phone,
        String additionalPhone,
        String email,
        boolean isPrimaryContact,
        boolean isActive,
        CalendarJson generationDate,
        long parentContactId,
        long subOfficeId,
        long creatorId,
        int age,
        String maritalStatus,
        boolean isGuest,
        String phoneCountryCode,
        long enquiryId,
        long orderId,
        boolean isMergeEnable,
        boolean isMobileMasked,
        boolean isEmailMasked,
        boolean showBirthYear) {

    static ContactJson from(Customer customer, Contact contact, ZoneId zone) {
        return new ContactJson(
                contact.id(),
                customer.cmId(),
                customer.id(),
                contact.text(ContactField.PERSON),
                CustomerJson.orBlank(contact.text(ContactField.GENDER)),
                contact.text(ContactField.PHONE),
                contact.text(ContactField.ADDITIONAL_PHONE),
                contact.text(ContactField.EMAIL),
                contact.primary(),
                true,
                CalendarJson.from(contact.createdAt().atZone(zone)),
                0,
                0,
                0,
                0,
                " ",
                false,
                contact.text(ContactField.COUNTRY_CODE),
                0,
                0,
                false,
                false,
                false,
                false);
    }

    static void mask(ObjectNode contact) {
        MaskedJson.phone(contact, "phone");
        MaskedJson.phone(contact, "additionalPhone");
        MaskedJson.email(contact, "email");
        contact.put("isMobileMasked", true).put("isEmailMasked", true);
    }
}
