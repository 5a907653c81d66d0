package dev.daybook.client.output;

import dev.daybook.client.answer.JsonLine;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorTicket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Sample customers as a server sends them: usual ones, and unusual ones that a file must be able to hold. */
final class PulledSamples {
    private PulledSamples() {}

    /** A customer in the vendor's format, created and last changed at this time. */
    static PulledRecord customer(long id, LocalDateTime time, String name) {
        var calendar = VendorCustomer.calendar(time);
        var hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        var month = "JanFebMarAprMayJunJulAugSepOctNovDec"
                .substring(time.getMonthValue() * 3 - 3, time.getMonthValue() * 3);
        var spoken = "%s %d, %d %d:%02d:%02d %s"
                .formatted(
                        month,
                        time.getDayOfMonth(),
                        time.getYear(),
                        hour,
                        time.getMinute(),
                        time.getSecond(),
                        time.getHour() < 12 ? "AM" : "PM");
        var image = "CUS_" + time.toLocalDate()
                + " %02d:%02d:%02d.249".formatted(time.getHour(), time.getMinute(), time.getSecond());
        var json = """
                {"id":%d,"cmId":1000298,"isOrganization":true,"name":"%s","website":"","address":" ","state":"",\
                "city":"","country":"","latitude":"","longitude":"","currentStatus":"N","generationDate":"%s",\
                "creatorId":0,"channelPartnerId":0,"remarks":"","ratePlanId":0,"customerCode":"C-%d",\
                "isChannelPartner":false,"pinCode":"","campaignId":0,"campaignItemId":0,"campaignActivityId":0,\
                "totalNoOfEnquiries":1,"feedbackOnCustomer":"0","contacts":[{"id":%d,"cmId":1000298,"leadId":%d,\
                "contactPerson":"Asha","gender":" ","phone":"9000000001","additionalPhone":"",\
                "email":"asha%d@mail.example","isPrimaryContact":true,"isActive":true,"generationDate":%s,\
                "parentContactId":0,"subOfficeId":0,"creatorId":0,"age":0,"maritalStatus":" ","isGuest":false,\
                "phoneCountryCode":"","enquiryId":0,"orderId":0,"isMergeEnable":false,"isMobileMasked":false,\
                "isEmailMasked":false,"showBirthYear":false}],"lastModificationTime":%s,"imageReferenceId":"%s",\
                "classification":"","customerType":"","customerLevel":0,"zone":0,"companyParentId":0,"assignedToId":0,\
                "maxCreditAmt":0.0,"maxCreditPeriod":0,"historyEmpId":0,"channelPartnerEmpId":0,"deleted":false,\
                "companyStatus":"A","isExistingCustomer":false,"isExistingContact":false,"syncStatus":false,\
                "syncdLocationId":"0","crossRemarks":"","syncedStepNumber":0,"outStandingAmount":0.0,\
                "salesAdminZone":0,"referralId":0,"isApi":false}""".formatted(id, name, spoken, id, id + 1, id, id, calendar, calendar, image);
        return new PulledRecord(id, time, time, json.getBytes(StandardCharsets.UTF_8));
    }

    static PulledRecord of(long id, LocalDateTime created, LocalDateTime modified, String json) {
        return new PulledRecord(id, created, modified, JsonLine.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Customers around both clock changes of Berlin in 2024, and one within the hour that occurred twice. */
    static List<PulledRecord> plain() {
        return List.of(
                customer(100, LocalDateTime.of(2024, 3, 31, 1, 59, 59), "Asha Traders"),
                customer(102, LocalDateTime.of(2024, 3, 31, 3, 0, 0), "Ravi & Sons"),
                customer(104, LocalDateTime.of(2024, 10, 27, 2, 30, 0), "Meera"),
                customer(106, LocalDateTime.of(2024, 12, 31, 12, 0, 1), "Noon, Ltd"));
    }

    /** Records of lenient servers: only an id, nulls, other types, unknown keys, special characters. */
    static List<PulledRecord> odd() {
        var time = LocalDateTime.of(2024, 5, 2, 14, 31, 13);
        var unknown = PulledRecord.UNKNOWN;
        var spoken = "\"generationDate\":\"May 2, 2024 2:31:13 PM\"";
        return List.of(
                of(200, unknown, unknown, "{\"id\":200}"),
                of(
                        201,
                        time,
                        time,
                        "{\"id\":\"201\",\"cmId\":\"abc\",\"isOrganization\":\"true\",\"name\":null," + spoken
                                + ",\"maxCreditAmt\":\"12.50\",\"outStandingAmount\":0.10,\"totalNoOfEnquiries\":2.5,"
                                + "\"zone\":99999999999999999999,\"contacts\":[],\"surprise\":{\"a\":[1,{\"b\":null}]}}"),
                of(
                        202,
                        time,
                        time,
                        "{\"id\":202,\"name\":\"a \\\"quoted\\\", name\\r\\nof two lines\\t\\u0007\",\"address\":\"🙂 नमस्ते\","
                                + "\"website\":\"\\ud800\",\"remarks\":\"May 2, 2024 2:31:13 PM\"," + spoken
                                + ",\"contacts\":null,\"lastModificationTime\":{\"year\":2024,\"month\":12,"
                                + "\"dayOfMonth\":1}}"),
                of(203, unknown, time.plusDays(1), """
                        {\r
                          "id" : 203,
                          "name" : "pretty \\\\",
                          "generationDate" : "soon",
                          "contacts" : [ { "id" : 1, "email" : "second@mail.example" },
                            { "id" : "2", "isPrimaryContact" : 1, "age" : "old" }, 7 ],
                          "lastModificationTime" : { "year" : 2024, "month" : 4, "dayOfMonth" : 3,
                            "hourOfDay" : 14, "minute" : 31, "second" : 13 }
                        }"""),
                of(
                        204,
                        time,
                        time,
                        "{\"id\":204,\"deleted\":\"maybe\",\"latitude\":12.9716,\"contacts\":{\"id\":5,"
                                + "\"generationDate\":\"2024-05-02 14:31:13\"}," + spoken + "}"));
    }

    /** Tickets as the vendor sends them, as Daybook does, and with hardly any field. */
    static List<PulledRecord> tickets() {
        var time = LocalDateTime.of(2024, 4, 19, 14, 19);
        var vendors = new VendorTicket(530_348_198, time, "a \"quoted\", detail\r\nof two lines");
        return List.of(
                of(vendors.id(), time, time, vendors.json()),
                of(
                        530_348_199,
                        time,
                        time.plusDays(1).plusSeconds(7),
                        "{\"date\":\"19-04-2024 14:19\",\"status\":\"Complete\",\"taskId\":530348199,"
                                + "\"ticketId\":\"713516551149\",\"total_conversations\":\"1\",\"title\":\"नमस्ते\","
                                + "\"taskEnddate\":\"20-04-2024 14:19\",\"dueDate\":\"21-04-2024 18:30\","
                                + "\"lastModificationTime\":"
                                + VendorCustomer.calendar(time.plusDays(1).plusSeconds(7))
                                + ",\"additional_info\":{}}"),
                of(3, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, "{\"taskId\":3,\"date\":\"soon\"}"));
    }

    /**
     * Orders with amounts that do not fit into DOUBLE, and one that does not fit into DECIMAL. The account's own fields of
     * the second one look like a calendar object.
     */
    static List<PulledRecord> orders() {
        var time = LocalDateTime.of(2024, 5, 2, 14, 31, 13);
        return List.of(
                of(
                        7,
                        time,
                        time,
                        "{\"id\":7,\"orderId\":7,\"generationDate\":\"May 2, 2024 2:31:13 PM\",\"erpOrderId\":\"E-1\","
                                + "\"contact\":{\"id\":8,\"phone\":\"9000000001\"},\"products\":[{\"skuId\":\"A\","
                                + "\"rate\":0.1,\"quantity\":3},{\"skuId\":\"B\",\"rate\":\"2.50\"}],"
                                + "\"grandTotal\":12345678901234.000001,\"totalPaid\":0,"
                                + "\"outstandingAmount\":-0.000001,\"additional_info\":{\"a\":[1.10]}}"),
                of(
                        8,
                        time,
                        time,
                        "{\"id\":8,\"generationDate\":\"May 2, 2024 2:31:13 PM\",\"grandTotal\":1E30,"
                                + "\"additional_info\":{\"year\":\"2024\",\"month\":\"4\",\"dayOfMonth\":\"2\"}}"));
    }

    static List<PulledRecord> all() {
        var all = new ArrayList<>(plain());
        all.addAll(odd());
        return all;
    }
}
