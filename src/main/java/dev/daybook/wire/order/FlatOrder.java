package dev.daybook.wire.order;

import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.CustomerNames;
import dev.daybook.wire.customer.SaveCustomer;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.TextNames;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The flat body of the older add-update-order path, as on the vendor's older order page, with all fields at the top
 * level. It has no {@code update} field because it always adds or updates.
 */
final class FlatOrder {
    private static final TextNames<ProfileField> CUSTOMER =
            CustomerNames.PUSHED.word(ProfileField.PIN_CODE, "zip_code");

    private FlatOrder() {}

    static OrderChange change(Fields body, ZoneId zone) {
        SaveCustomer.requireFlat(body, "customer_info or order_info beside it");
        var customer = customer(body);
        var orderId = body.id("order_id");
        var texts = OrderNames.TEXTS.read(body);
        var dates = SaveOrder.dates(body, zone);
        var amounts = SaveOrder.amounts(body);
        var assignee = SaveOrder.assignee(body);
        var products = SaveOrder.products(body);
        var attributes = CustomerFilterJson.attributes(body);
        var details = new RecordDetails(Map.of(), assignee, attributes, body.rest());
        return new OrderChange(orderId, true, texts, dates, amounts, details, products, customer);
    }

    /**
     * The customer in the body. The address of the order is also the customer's address. The day of birth goes to the
     * contact that gets the phone and the e-mail of the body. If the body has neither, the day is left to the associate
     * fields of the order, so that it is not lost.
     */
    private static CustomerChange customer(Fields body) {
        var customerId = body.id("customer_id");
        var texts = CUSTOMER.read(body);
        var birthDate = body.word("date_of_birth", ContactField.BIRTH_DATE.maxLength());
        var change = CustomerChange.ofTexts(customerId == 0 ? CustomerChange.NOT_NAMED : customerId, true, texts);
        if (!texts.containsKey(ProfileField.PHONE) && !texts.containsKey(ProfileField.EMAIL)) {
            body.leave("date_of_birth");
            return change;
        }
        var own = new ContactChange(ContactChange.OF_OWN, true, Map.of(ContactField.BIRTH_DATE, birthDate));
        return change.with(birthDate.isEmpty() ? List.of() : List.of(own));
    }
}
