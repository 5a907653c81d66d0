package dev.daybook.wire.customer;

import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.wire.json.TextNames;

/** The names of a customer's texts in requests, from the vendor's Add Customer page (checked 2026-11). */
public final class CustomerNames {
    /** The names of the texts in {@code customer_info}. */
    public static final TextNames<ProfileField> PROFILE = TextNames.of(ProfileField.class)
            .text(ProfileField.NAME, "customer_name", "name")
            .code(ProfileField.CUSTOMER_CODE, "customer_code")
            .code(ProfileField.PHONE, "phone")
            .word(ProfileField.EMAIL, "email_id", "email")
            .text(ProfileField.WEBSITE, "website")
            .text(ProfileField.ADDRESS, "address")
            .text(ProfileField.LOCALITY, "locality")
            .text(ProfileField.CITY, "city")
            .text(ProfileField.STATE, "state")
            .text(ProfileField.COUNTRY, "country")
            .text(ProfileField.PIN_CODE, "pincode")
            .text(ProfileField.LATITUDE, "latitude")
            .text(ProfileField.LONGITUDE, "longitude")
            .text(ProfileField.CLASSIFICATION, "classification")
            .text(ProfileField.TYPE, "type")
            .text(ProfileField.REMARKS, "remarks")
            .text(ProfileField.CROSS_REMARKS, "customer_remarks");

    /** The names of a customer's texts in the older Enquiry Push and Order Push. */
    public static final TextNames<ProfileField> PUSHED = PROFILE.only(
            ProfileField.NAME,
            ProfileField.PHONE,
            ProfileField.EMAIL,
            ProfileField.CUSTOMER_CODE,
            ProfileField.ADDRESS,
            ProfileField.CITY,
            ProfileField.STATE,
            ProfileField.COUNTRY);

    /** The names of the texts in each object of {@code contact_info}. */
    public static final TextNames<ContactField> CONTACT = TextNames.of(ContactField.class)
            .text(ContactField.PERSON, "contact_person_name")
            .text(ContactField.TITLE, "title")
            .text(ContactField.FIRST_NAME, "first_name")
            .text(ContactField.LAST_NAME, "last_name")
            .text(ContactField.GENDER, "gender")
            .code(ContactField.PHONE, "contact_person_phone")
            .code(ContactField.ADDITIONAL_PHONE, "additional_contact_phone")
            .word(ContactField.EMAIL, "contact_person_email")
            .code(ContactField.COUNTRY_CODE, "country_code")
            .text(ContactField.BIRTH_DATE, "dob")
            .word(ContactField.DESIGNATION, "designation", "designationType");

    /** The names of the texts in {@code enquiry_info}. */
    public static final TextNames<EnquiryField> ENQUIRY = TextNames.of(EnquiryField.class)
            .text(EnquiryField.ROUND_ROBIN_KEY, "round_robin_key")
            .text(EnquiryField.NEXT_FOLLOW_UP, "next_follow_up_date")
            .text(EnquiryField.ACTION, "action")
            .text(EnquiryField.SUB_STATUS, "subStatus")
            .text(EnquiryField.REMARKS, "remarks");

    private CustomerNames() {}
}
