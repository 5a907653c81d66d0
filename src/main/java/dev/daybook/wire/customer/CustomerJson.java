package dev.daybook.wire.customer;

import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.CalendarJson;
import dev.daybook.wire.VendorTimes;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.MaskedJson;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * A customer, with the keys of the vendor's Pull Customer page in the order of that page (checked 2026-11). Get
 * Customer answers the same object. If Daybook stores no value for a key, the value is the one on that page.
 */
public record CustomerJson(
        long id,
        long cmId,
        boolean isOrganization,
        String name,
        String website,
        String address,
        String state,
        String city,
        String country,
        String latitude,
        String longitude,
        String currentStatus,
        String generationDate,
        long creatorId,
        long channelPartnerId,
        String remarks,
        long ratePlanId,
        String customerCode,
        boolean isChannelPartner,
        String pinCode,
        long campaignId,
        long campaignItemId,
        long campaignActivityId,
        int totalNoOfEnquiries,
        String feedbackOnCustomer,
        List<ContactJson> contacts,
        CalendarJson lastModificationTime,
        String imageReferenceId,
        String classification,
        String customerType,
        int customerLevel,
        long zone,
        long companyParentId,
        long assignedToId,
        double maxCreditAmt,
        int maxCreditPeriod,
        long historyEmpId,
        long channelPartnerEmpId,
        boolean deleted,
        String companyStatus,
        boolean isExistingCustomer,
        boolean isExistingContact,
        boolean syncStatus,
        String syncdLocationId,
        String crossRemarks,
        int syncedStepNumber,
        double outStandingAmount,
        long salesAdminZone,
        long referralId,
        boolean isApi) {
    /** The version of this document format. {@code daybook rerender} renders documents of older versions again. */
    public static final int FORMAT = 1;

    private static final DateTimeFormatter IMAGE_REFERENCE =
            DateTimeFormatter.ofPattern("'CUS_'yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(CustomerJson.class);
    private static final List<String> FREE_TEXTS = List.of("website", "address", "remarks", "crossRemarks");
    private static final ObjectReader LENIENT = Json.LENIENT.readerFor(CustomerJson.class);

    /** The customer's document: its JSON in UTF-8, with all times in the account's zone. */
    public static byte[] render(Customer customer, ZoneId zone) {
        return WRITER.writeValueAsBytes(from(customer, zone));
    }

    /** A masked document: hides the phones and e-mails of its contacts, and those in free texts. */
    public static byte[] mask(byte[] document) {
        var customer = (ObjectNode) Json.MAPPER.readTree(document);
        MaskedJson.texts(customer, FREE_TEXTS);
        customer.get("contacts").forEach(contact -> ContactJson.mask((ObjectNode) contact));
        return Json.MAPPER.writeValueAsBytes(customer);
    }

    /**
     * Parses a record of any server; missing values become null, 0 or false. A number that is sent as a text is read as
     * a number.
     *
     * @throws IllegalArgumentException if the JSON is malformed, or if a value cannot be converted to the type that it
     *     has in Daybook
     */
    public static CustomerJson read(byte[] json) {
        try {
            return LENIENT.readValue(json);
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not a customer: " + other.getOriginalMessage());
        }
    }

    static CustomerJson from(Customer customer, ZoneId zone) {
        return new CustomerJson(
                customer.id(),
                customer.cmId(),
                customer.flags().organization(),
                customer.text(ProfileField.NAME),
                customer.text(ProfileField.WEBSITE),
                orBlank(customer.text(ProfileField.ADDRESS)),
                customer.text(ProfileField.STATE),
                customer.text(ProfileField.CITY),
                customer.text(ProfileField.COUNTRY),
                customer.text(ProfileField.LATITUDE),
                customer.text(ProfileField.LONGITUDE),
                "N",
                VendorTimes.spoken(customer.createdAt(), zone),
                0,
                0,
                customer.text(ProfileField.REMARKS),
                0,
                customer.text(ProfileField.CUSTOMER_CODE),
                customer.flags().channelPartner(),
                customer.text(ProfileField.PIN_CODE),
                0,
                0,
                0,
                customer.enquiries(),
                "0",
                customer.contacts().stream()
                        .map(contact -> ContactJson.from(customer, contact, zone))
                        .toList(),
                CalendarJson.from(customer.modifiedAt().atZone(zone)),
                IMAGE_REFERENCE.format(customer.createdAt().atZone(zone)),
                customer.text(ProfileField.CLASSIFICATION),
                customer.text(ProfileField.TYPE),
                0,
                customer.zoneId(),
                0,
                customer.assignedToId(),
                0.0,
                0,
                0,
                0,
                false,
                "A",
                false,
                false,
                false,
                "0",
                customer.text(ProfileField.CROSS_REMARKS),
                0,
                0.0,
                0,
                0,
                false);
    }

    /** The text, or a single blank if it is empty: the vendor's page shows a blank for an unknown address or gender. */
    static String orBlank(String text) {
        return text.isEmpty() ? " " : text;
    }
}
