package dev.daybook.kit;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * A customer at {@link VendorServer}, with one contact. Its JSON is written out here and not made by Daybook's code, so
 * that a mistake in that code is found.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param modifiedAt when it last changed
 * @param name its name and that of its contact
 * @param phone the phone of its contact
 * @param email the e-mail of its contact
 */
public record VendorCustomer(
        long id, LocalDateTime createdAt, LocalDateTime modifiedAt, String name, String phone, String email)
        implements VendorRecord {
    private static final long FIRST_CONTACT = 18_310_791;
    private static final DateTimeFormatter TEXT_DATE = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US);
    private static final DateTimeFormatter IMAGE_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /** A customer with the keys of the vendor's Pull Customer page (checked 2026-11). */
    private static final String CUSTOMER = """
            {"id":%1$d,"cmId":1000298,"isOrganization":true,"name":%2$s,"website":"","address":" ","state":"",
            "city":"","country":"","latitude":"","longitude":"","currentStatus":"N","generationDate":"%3$s",
            "creatorId":0,"channelPartnerId":0,"remarks":"","ratePlanId":0,"customerCode":"",
            "isChannelPartner":false,"pinCode":"","campaignId":0,"campaignItemId":0,"campaignActivityId":0,
            "totalNoOfEnquiries":1,"feedbackOnCustomer":"0","contacts":[
            {"id":%4$d,"cmId":1000298,"leadId":%1$d,"contactPerson":%2$s,"gender":" ","phone":%5$s,
            "additionalPhone":"","email":%6$s,"isPrimaryContact":true,"isActive":true,"generationDate":%7$s,
            "parentContactId":0,"subOfficeId":0,"creatorId":0,"age":0,"maritalStatus":" ","isGuest":false,
            "phoneCountryCode":"","enquiryId":0,"orderId":0,"isMergeEnable":false,"isMobileMasked":false,
            "isEmailMasked":false,"showBirthYear":false}],"lastModificationTime":%8$s,
            "imageReferenceId":"CUS_%9$s","classification":"","customerType":"","customerLevel":0,"zone":0,
            "companyParentId":0,"assignedToId":0,"maxCreditAmt":0.0,"maxCreditPeriod":0,"historyEmpId":0,
            "channelPartnerEmpId":0,"deleted":false,"companyStatus":"A","isExistingCustomer":false,
            "isExistingContact":false,"syncStatus":false,"syncdLocationId":"0","crossRemarks":"",
            "syncedStepNumber":0,"outStandingAmount":0.0,"salesAdminZone":0,"referralId":0,"isApi":false}
            """.replace("\n", "");

    /** A customer that never changed, with name, phone and e-mail made from its id. */
    public static VendorCustomer of(long id, LocalDateTime createdAt) {
        return new VendorCustomer(
                id, createdAt, createdAt, "Customer " + id, "9" + id, "customer." + id + "@example.com");
    }

    /** A copy with another name, changed at this time. */
    public VendorCustomer renamed(String other, LocalDateTime changedAt) {
        return new VendorCustomer(id, createdAt, changedAt, other, phone, email);
    }

    @Override
    public String json() {
        return String.format(
                Locale.ROOT,
                CUSTOMER,
                id,
                quoted(name),
                TEXT_DATE.format(createdAt),
                id + FIRST_CONTACT,
                quoted(phone),
                quoted(email),
                calendar(createdAt),
                calendar(modifiedAt),
                IMAGE_DATE.format(createdAt));
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** A time as the vendor sends the times of customers: the JSON of a calendar, whose months count from 0. */
    public static String calendar(LocalDateTime time) {
        return String.format(
                Locale.ROOT,
                "{\"year\":%d,\"month\":%d,\"dayOfMonth\":%d,\"hourOfDay\":%d,\"minute\":%d,\"second\":%d}",
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
