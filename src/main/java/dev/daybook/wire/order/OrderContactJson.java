package dev.daybook.wire.order;

import dev.daybook.domain.customer.Masking;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.BuyerField;

/** The contact of an order, within {@link OrderJson}, with keys of the vendor's contacts. */
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

    /** This contact as a masking key sees it. */
    OrderContactJson masked() {
        return new OrderContactJson(
                id, contactPerson, phoneCountryCode, Masking.phone(phone), Masking.email(email), true, true);
    }
}
