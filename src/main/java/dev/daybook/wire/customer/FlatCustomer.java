package dev.daybook.wire.customer;

import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.GivenValue;
import dev.daybook.wire.json.TextNames;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The flat body of the older add-update-customer path, as on the vendor's older customer page, with all fields at the
 * top level. It has no {@code update} field because it always adds or updates. Its {@code customer_id} may also be a
 * customer code.
 */
final class FlatCustomer {
    private static final TextNames<ProfileField> TEXTS = CustomerNames.PROFILE
            .renamed(ProfileField.NAME, "name", "customer_name")
            .renamed(ProfileField.EMAIL, "email", "email_id")
            .without(ProfileField.LATITUDE, ProfileField.LONGITUDE);

    /** Texts that mean a missing id, such as 0.0 and -1.0, from a column that was stored as floating-point numbers. */
    private static final Pattern MISSING = Pattern.compile("(-?0+|-1)[.]0+");

    private FlatCustomer() {}

    static CustomerChange change(Fields body) {
        SaveCustomer.requireFlat(body, "customer_info beside it");
        var texts = TEXTS.read(body);
        var customerId = customerId(body, texts, false);
        var listed = SaveCustomer.listed(body, AccountList.ZONE, AccountList.PRIMARY_SOURCE);
        var assignee = SaveCustomer.assignedTo(body);
        var attributes = CustomerFilterJson.attributes(body);
        var details = new RecordDetails(listed, assignee, attributes, body.rest());
        return CustomerChange.ofTexts(customerId, true, texts).with(details);
    }

    /**
     * Reads the {@code customer_id} of a flat body. A value that is not an id is a customer code, and is added to the
     * texts if they have no code. If they have another code, this other code names the customer, and the value becomes
     * an associate field. A known client sends its own code, a UUID, in every call, as customer_id and as
     * customer_code.
     *
     * <p>A text such as {@code 12.0} or {@code -5} is neither an id nor a code. If something else names the customer,
     * the text becomes an associate field; otherwise it is refused.
     *
     * @param isNamed whether something other than a code names the customer
     * @return the id; 0 if none is given, or only a text for a missing id, such as N/A; {@link CustomerChange#OF_CODE}
     *     if the value is a code, or if it is another number and something else names the customer
     */
    static long customerId(Fields body, Map<ProfileField, String> texts, boolean isNamed) {
        if (isOtherNumber(body)) {
            return ofOtherNumber(body, isNamed || hasCode(texts));
        }
        var code = body.hasWord("customer_id") ? body.code("customer_id", ProfileField.CUSTOMER_CODE.maxLength()) : "";
        if (code.isEmpty()) {
            return body.id("customer_id");
        }
        if (CustomerChange.isMissing(code)) {
            return 0;
        }
        texts.merge(ProfileField.CUSTOMER_CODE, code, (given, id) -> CustomerChange.isMissing(given) ? id : given);
        if (!code.equals(texts.get(ProfileField.CUSTOMER_CODE))) {
            // Other clients send an id of their own in addition to the code. Keep this id as an associate field, so
            // that it is not lost.
            body.leave("customer_id");
        }
        return CustomerChange.OF_CODE;
    }

    /**
     * Whether the {@code customer_id} is a text such as {@code 12.0} or {@code -5}, which is neither a code nor an id.
     */
    private static boolean isOtherNumber(Fields body) {
        return body.has("customer_id")
                && body.node().get("customer_id").isString()
                && !body.hasWord("customer_id")
                && GivenValue.digits(body.word("customer_id", Fields.MAX_TEXT), Long.MAX_VALUE)
                        .isEmpty();
    }

    private static long ofOtherNumber(Fields body, boolean isNamed) {
        var isMissing =
                MISSING.matcher(body.word("customer_id", Fields.MAX_TEXT)).matches();
        if (!isNamed) {
            return isMissing ? 0 : body.id("customer_id");
        }
        if (!isMissing) {
            body.leave("customer_id");
        }
        return CustomerChange.OF_CODE;
    }

    private static boolean hasCode(Map<ProfileField, String> texts) {
        var code = texts.getOrDefault(ProfileField.CUSTOMER_CODE, "");
        return !CustomerChange.unlessMissing(code).isEmpty();
    }
}
