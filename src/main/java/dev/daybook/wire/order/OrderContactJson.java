package dev.daybook.wire.order;

import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.wire.json.MaskedJson;
import tools.jackson.databind.node.ObjectNode;

/** The contact in an {@link OrderJson}, with the keys of the vendor's contacts. */
public record OrderContactJson(
        long id,
        String contactPerson,
        String phoneCountryCode,
        String phone,
        String email,
        boolean isMobileMasked,
        boolean isEmailMasked) {
    static OrderContactJson from(Buyer buyer) {
        return new OrderContactJson(
                buyer.contactId(),
                buyer.text(BuyerField.CONTACT_NAME),
                buyer.text(BuyerField.CONTACT_COUNTRY_CODE),
                buyer.text(BuyerField.CONTACT_PHONE),
                buyer.text(BuyerField.CONTACT_EMAIL),
                false,
                false);
    }

    static void mask(ObjectNode contact) {
        MaskedJson.phone(contact, "phone");
        MaskedJson.email(contact, "email");
        contact.put("isMobileMasked", true).put("isEmailMasked", true);
    }
}
