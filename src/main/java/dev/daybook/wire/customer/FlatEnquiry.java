package dev.daybook.wire.customer;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The vendor's older Enquiry Push, as on its page and as a known client sends it (checked 2026-11): customer and
 * enquiry in one flat object. The request always adds or updates the customer. It adds an enquiry, unless it gives the
 * id of an existing enquiry. Unknown fields, such as a campaign, products or keys with blanks, become associate fields
 * of the enquiry.
 */
public final class FlatEnquiry {
    /**
     * The fields of {@code customer_info}, and {@code assigned_to}. The answer names those that Enquiry Push does not
     * read.
     */
    private static final List<String> OF_CUSTOMER = Stream.concat(
                    SaveCustomer.OF_INFO.stream(), Stream.of("assigned_to"))
            .toList();

    private FlatEnquiry() {}

    /**
     * Reads a request.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or CUSTOMER_INCOMPLETE
     */
    public static Request<CustomerChange> decode(byte[] body) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        var change = change(fields);
        var associates = change.enquiry().map(EnquiryChange::associates).orElse(Map.of());
        return new Request<>(cmId, change, SaveCustomer.ignored(fields, OF_CUSTOMER, associates));
    }

    private static CustomerChange change(Fields body) {
        SaveCustomer.requireFlat(body, "only flat fields in an Enquiry Push");
        var texts = CustomerNames.PUSHED.read(body);
        var code = texts.getOrDefault(ProfileField.CUSTOMER_CODE, "");
        var enquiryId = body.id("enquiry_id");
        var customerId = FlatCustomer.customerId(body, texts, enquiryId != 0);
        if (enquiryId != 0 && !code.equals(texts.getOrDefault(ProfileField.CUSTOMER_CODE, ""))) {
            // The enquiry determines its customer. So a text in customer_id is no new customer code: it is an id of the
            // client's own, and is kept as an associate field of the enquiry.
            texts.remove(ProfileField.CUSTOMER_CODE);
            body.leave("customer_id");
        }
        var isReachable = texts.containsKey(ProfileField.PHONE) || texts.containsKey(ProfileField.EMAIL);
        if (customerId == 0 && enquiryId == 0 && !(texts.containsKey(ProfileField.NAME) && isReachable)) {
            throw Problem.CUSTOMER_INCOMPLETE.because("Name, Email Id, and Phone Number, Or Enquiry Id required");
        }
        var source = body.word("secSource", Fields.MAX_TEXT);
        var id = customerId <= 0 && enquiryId != 0 ? CustomerChange.OF_ENQUIRY : customerId;
        return CustomerChange.ofTexts(id, true, texts)
                .with(RecordDetails.ofLists(source.isEmpty() ? Map.of() : Map.of(AccountList.SECONDARY_SOURCE, source)))
                .with(enquiry(body, enquiryId));
    }

    private static EnquiryChange enquiry(Fields body, long enquiryId) {
        var texts = CustomerNames.ENQUIRY.read(body);
        var assignee = SaveCustomer.employee(body, "assign_emp_");
        return new EnquiryChange(enquiryId, texts, assignee, body.rest());
    }
}
