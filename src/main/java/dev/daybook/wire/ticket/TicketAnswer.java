package dev.daybook.wire.ticket;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.customer.FreeText;
import dev.daybook.domain.customer.Masking;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.MaskedJson;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/**
 * The answer of Add and Update Ticket, with the keys of the vendor's pages in the order of those pages (checked
 * 2026-11). The key {@code substatusName} is not on those pages; other answers of the vendor have it. If Daybook stores
 * no value for a key, the value is the one on those pages.
 */
public record TicketAnswer(
        @JsonProperty("ticket") TicketPart ticket,
        @JsonProperty("ticket_id") String ticketId,
        @JsonProperty("Additional_details") JsonNode additionalDetails,
        String message,
        String status) {
    /** The message of an Add Ticket. */
    public static final String ADDED = "Ticket created successfully.";

    /** The message of an Update Ticket. */
    public static final String UPDATED = "Ticket updated successfully.";

    /** Encodes the answer. */
    public static byte[] encode(Ticket ticket, ZoneId zone, boolean masked, String message) {
        var details = AssociateJson.arrays(ticket.associates());
        var number = Long.toString(ticket.number());
        return Json.MAPPER.writeValueAsBytes(new TicketAnswer(
                TicketPart.of(ticket, zone, masked),
                number,
                masked ? MaskedJson.of(details) : details,
                message,
                "success"));
    }

    /** The ticket within the answer. */
    public record TicketPart(
            long id,
            String type,
            String email,
            String phone,
            String status,
            String orderId,
            String queueKey,
            String ticketId,
            long folderId,
            String detail,
            @JsonProperty("isUnread") boolean isUnread,
            @JsonProperty("isOutOfSLA") boolean isOutOfSla,
            int priority,
            @JsonProperty("isCallBack") boolean isCallBack,
            long creatorId,
            long enquiryId,
            long contactId,
            String substatus,
            long productId,
            String erpOrderId,
            long referenceId,
            String ticketEmail,
            long assignedToId,
            long pendingTaskId,
            long agencyBriefId,
            String twitterUserId,
            String facebookUserId,
            String associativefile,
            String statusName,
            int customerFeedback,
            String playStoreReviewId,
            long lastConversationId,
            String lastConversationType,
            long lastConversationTime,
            String date,
            int totalConversationCount,
            String taskTitle,
            String typeName,
            String substatusName) {

        static TicketPart of(Ticket ticket, ZoneId zone, boolean masked) {
            var email = ticket.text(TicketField.EMAIL);
            var phone = ticket.text(TicketField.PHONE);
            return new TicketPart(
                    ticket.id(),
                    "O",
                    masked ? Masking.email(email) : email,
                    masked ? Masking.phone(phone) : phone,
                    ticket.status().key(),
                    "",
                    ticket.text(TicketField.QUEUE),
                    Long.toString(ticket.number()),
                    0,
                    masked ? FreeText.masked(ticket.text(TicketField.DETAIL)) : ticket.text(TicketField.DETAIL),
                    true,
                    ticket.late(),
                    ticket.priority().number(),
                    ticket.times().containsKey(TicketTime.CALL_BACK),
                    0,
                    0,
                    ticket.customer().contactId(),
                    ticket.subStatus().key(),
                    0,
                    "",
                    ticket.customer().customerId(),
                    "",
                    ticket.assignee().id(),
                    0,
                    0,
                    "",
                    "",
                    "",
                    ticket.status().label(),
                    0,
                    "",
                    0,
                    "O",
                    ticket.time(TicketTime.CONVERSATION)
                            .orElse(ticket.createdAt())
                            .toEpochMilli(),
                    VendorTimes.seconds(ticket.createdAt(), zone),
                    ticket.notes(),
                    masked ? FreeText.masked(ticket.text(TicketField.TITLE)) : ticket.text(TicketField.TITLE),
                    "Mobile App",
                    ticket.subStatus().name());
        }
    }
}
