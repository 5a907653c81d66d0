package dev.daybook.wire.ticket;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.CalendarJson;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.MaskedJson;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ticket as in the answer of Pull Ticket and, in parts, of Get Ticket. First come the keys of the vendor's Pull
 * Ticket page in the order of that page (checked 2026-11), then those of the older page, then those that clients read,
 * then Daybook's own. {@code additional_info} is last, so that Get Ticket can move it to the place that its own page
 * shows.
 */
public record TicketJson(
        String tat,
        String sla,
        String date,
        String status,
        String nextFollowUp,
        String lastFollowUp,
        long taskId,
        String lastSource,
        String orderId,
        String lastConvesationTime,
        String ticketId,
        long folderId,
        String primarySource,
        String detail,
        String mergedTicketId,
        long contactId,
        String customerName,
        String customerPhone,
        String customerEmail,
        String customerCode,
        long referenceId,
        String creatorName,
        String priority,
        String assignedToName,
        String slaStatus,
        @JsonProperty("total_conversations") String totalConversations,
        String title,
        String taskTitle,
        String substatus,
        String substatusKey,
        String taskEnddate,
        String dueDate,
        String disposition,
        String queue,
        String classification,
        String url,
        long id,
        String generationDate,
        CalendarJson lastModificationTime,
        @JsonProperty("additional_info") @JsonRawValue String additionalInfo) {
    /** The version of this document format. {@code daybook rerender} renders documents of older versions again. */
    public static final int FORMAT = 2;

    private static final String ADDITIONAL = ",\"additional_info\":";
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(TicketJson.class);
    private static final List<String> FREE_TEXTS = List.of("title", "taskTitle", "detail", "disposition");
    private static final String ADDITIONAL_INFO = "additional_info";
    /** The ticket's document: its JSON in UTF-8, with all times in the account's zone. */
    public static byte[] render(Ticket ticket, ZoneId zone) {
        return WRITER.writeValueAsBytes(from(ticket, zone));
    }

    /** The document with masked phones and e-mails, also those in free texts and in associate fields. */
    public static byte[] mask(byte[] document) {
        var ticket = (ObjectNode) Json.MAPPER.readTree(document);
        MaskedJson.phone(ticket, "customerPhone");
        MaskedJson.email(ticket, "customerEmail");
        MaskedJson.texts(ticket, FREE_TEXTS);
        MaskedJson.own(ticket);
        return Json.MAPPER.writeValueAsBytes(ticket);
    }

    /**
     * Parses a record of any server; missing values become null or 0, and missing associate fields {@code {}}. A number
     * that is sent as a text is read as a number.
     *
     * @throws IllegalArgumentException if the JSON is malformed or no object, or if a value cannot be converted to the
     *     type that it has in Daybook
     */
    public static TicketJson read(byte[] json) {
        try {
            if (!(Json.LENIENT.readTree(json) instanceof ObjectNode ticket)) {
                throw new IllegalArgumentException("not a ticket: no object");
            }
            // In the record, additional_info is a text that contains JSON. The mapper writes this text as an object,
            // but cannot read an object as a text. So replace the object by its text.
            var info = ticket.path(ADDITIONAL_INFO);
            ticket.put(ADDITIONAL_INFO, info.isObject() ? info.toString() : "{}");
            return Json.LENIENT.treeToValue(ticket, TicketJson.class);
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not a ticket: " + other.getOriginalMessage());
        }
    }

    /**
     * A document in two parts.
     *
     * @param details the ticket without its associate fields
     * @param additionalInfo the associate fields
     */
    record Parts(byte[] details, byte[] additionalInfo) {}

    /**
     * Splits a document at the key {@code additional_info}. A search finds nothing else before it: no earlier object
     * has such a key, and quotes within a text are escaped.
     */
    static Parts parts(byte[] document) {
        var at = indexOf(document);
        var details = new byte[at + 1];
        System.arraycopy(document, 0, details, 0, at);
        details[at] = '}';
        var from = at + ADDITIONAL.length();
        var info = new byte[document.length - 1 - from];
        System.arraycopy(document, from, info, 0, info.length);
        return new Parts(details, info);
    }

    /**
     * The position of {@code additional_info} in a document. Searches in a Latin-1 string of the bytes, because the JVM
     * searches strings fastest.
     */
    private static int indexOf(byte[] document) {
        var at = new String(document, StandardCharsets.ISO_8859_1).indexOf(ADDITIONAL);
        if (at < 0) {
            throw new IllegalStateException("a ticket's document has no additional_info");
        }
        return at;
    }

    static TicketJson from(Ticket ticket, ZoneId zone) {
        var complete = ticket.status() == TicketStatus.COMPLETE;
        var title = ticket.text(TicketField.TITLE);
        return new TicketJson(
                complete ? TicketTimes.span(ticket.taken()) : "",
                ticket.time(TicketTime.DUE)
                        .map(due -> TicketTimes.span(ticket.allowed()))
                        .orElse(""),
                TicketTimes.row(Optional.of(ticket.createdAt()), zone),
                ticket.status().label(),
                TicketTimes.row(ticket.time(TicketTime.CALL_BACK), zone),
                TicketTimes.row(ticket.time(TicketTime.FOLLOW_UP), zone),
                ticket.id(),
                "Mobile App",
                "",
                TicketTimes.row(ticket.time(TicketTime.CONVERSATION), zone),
                Long.toString(ticket.number()),
                0,
                "Mobile App",
                ticket.text(TicketField.DETAIL),
                "",
                ticket.customer().contactId(),
                ticket.text(TicketField.CUSTOMER_NAME),
                ticket.text(TicketField.PHONE),
                ticket.text(TicketField.EMAIL),
                ticket.text(TicketField.CUSTOMER_CODE),
                ticket.customer().customerId(),
                "",
                ticket.priority().label(),
                ticket.assignee().name(),
                slaStatus(ticket),
                Integer.toString(ticket.notes()),
                title,
                title,
                ticket.subStatus().name(),
                ticket.subStatus().key(),
                TicketTimes.row(ticket.time(TicketTime.ENDED), zone),
                TicketTimes.row(ticket.time(TicketTime.DUE), zone),
                ticket.text(TicketField.DISPOSITION),
                ticket.text(TicketField.QUEUE),
                ticket.text(TicketField.CLASSIFICATION),
                url(ticket),
                ticket.id(),
                VendorTimes.spoken(ticket.createdAt(), zone),
                CalendarJson.from(ticket.modifiedAt().atZone(zone)),
                AssociateJson.objects(ticket.associates()).toString());
    }

    /** The path of the ticket's page in the console of the same server. */
    private static String url(Ticket ticket) {
        return "/console/" + ticket.cmId() + "/tickets/" + ticket.number();
    }

    private static String slaStatus(Ticket ticket) {
        if (!ticket.times().containsKey(TicketTime.DUE)) {
            return "";
        }
        return ticket.late() ? "out of sla" : "in sla";
    }
}
