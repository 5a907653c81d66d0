package dev.daybook.kit;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * A ticket at {@link VendorServer}. Its JSON is written out here and not made by Daybook's code, so that a mistake in
 * that code is found. The JSON has no time of the last change, and its times are to the minute.
 *
 * @param id its internal id
 * @param createdAt when it was created
 * @param detail its text
 */
public record VendorTicket(long id, LocalDateTime createdAt, String detail) implements VendorRecord {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm", Locale.ROOT);

    /** The keys that the vendor's Pull Ticket page shows, and those that clients read (checked 2026-11). */
    private static final String ROW = """
            {"tat":"","sla":"","date":"%2$s","status":"Pending","nextFollowUp":"%2$s","lastFollowUp":"",
            "taskId":%1$d,"lastSource":"Mobile App","orderId":"","lastConvesationTime":"%2$s","ticketId":"%3$d",
            "folderId":0,"primarySource":"Mobile App","detail":%4$s,"mergedTicketId":"","contactId":0,
            "customerName":"Asha","customerPhone":"9000000001",
            "additional_info":{"ride_id":{"ride_id":"null","date":"01-01-2024 00:00"}}}
            """.replace("\n", "");

    /** A ticket for tests in which only the id and the time of creation matter. */
    public static VendorTicket of(long id, LocalDateTime createdAt) {
        return new VendorTicket(id, createdAt, "Ticket " + id);
    }

    @Override
    public String json() {
        return String.format(
                Locale.ROOT,
                ROW,
                id,
                DATE.format(createdAt),
                createdAt.toInstant(ZoneOffset.ofHoursMinutes(5, 30)).toEpochMilli() - 1_000_000_000_000L + id % 1_000,
                JsonMapper.shared().writeValueAsString(detail));
    }
}
