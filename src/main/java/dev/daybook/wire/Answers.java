package dev.daybook.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.domain.order.SavedOrder;
import java.util.List;

/** The small answers of the API: results of writes, and refusals. */
public final class Answers {
    private Answers() {}

    /** The answer of Add and Update Customer. Clients read the id in two spellings, so it has both. */
    public static byte[] saved(SavedCustomer saved) {
        var id = Long.toString(saved.id());
        return Json.MAPPER.writeValueAsBytes(new Saved(
                saved.created() ? "Customer Added Successfully" : "Customer Updated Successfully",
                "success",
                id,
                id,
                saved.enquiryId() == 0 ? "" : Long.toString(saved.enquiryId()),
                saved.contactIds().stream().map(String::valueOf).toList()));
    }

    /** The answer of the older Order Push: the same in an array, as the vendor's page shows. */
    public static byte[] savedByPush(SavedOrder saved) {
        return Json.MAPPER.writeValueAsBytes(List.of(asOrder(saved)));
    }

    /** The answer of Add and Update Order. Clients read each id in two spellings, so it has both. */
    public static byte[] saved(SavedOrder saved) {
        return Json.MAPPER.writeValueAsBytes(asOrder(saved));
    }

    private static SavedAsOrder asOrder(SavedOrder saved) {
        var enquiryId = saved.enquiryId() == 0 ? "" : Long.toString(saved.enquiryId());
        var orderId = Long.toString(saved.id());
        var customerId = Long.toString(saved.customerId());
        return new SavedAsOrder(
                enquiryId,
                orderId,
                customerId,
                saved.created() ? "Order Added Successfully" : "Order Updated Successfully",
                orderId,
                enquiryId,
                customerId,
                "success");
    }

    /** The body of a refusal. */
    public static byte[] failed(String message) {
        return Json.MAPPER.writeValueAsBytes(new Failed(message, "failed"));
    }

    /** The answer of a Get Customer without a result: the vendor puts the text in place of the customer. */
    public static byte[] noSuchCustomer() {
        return Json.MAPPER.writeValueAsBytes(
                new NoSuchCustomer("Information given by you does not exist in our sytsem.", "failed"));
    }

    private record Saved(
            String message,
            String status,
            @JsonProperty("kapture_customer_id") String kaptureCustomerId,
            @JsonProperty("Kapture Customer Id") String titleCaseId,
            @JsonProperty("enquiry_id") String enquiryId,
            @JsonProperty("contact_ids") List<String> contactIds) {}

    private record SavedAsOrder(
            @JsonProperty("Enquiry Id") String titleCaseEnquiryId,
            @JsonProperty("Order Id") String titleCaseOrderId,
            @JsonProperty("kapture_customer_id") String kaptureCustomerId,
            String message,
            @JsonProperty("order_id") String orderId,
            @JsonProperty("enquiry_id") String enquiryId,
            @JsonProperty("Kapture Customer Id") String titleCaseCustomerId,
            String status) {}

    private record Failed(String message, String status) {}

    private record NoSuchCustomer(
            @JsonProperty("Customer Details") String details, String status) {}
}
