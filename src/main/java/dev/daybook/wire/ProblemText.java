package dev.daybook.wire;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;

/** Texts of refusals for callers, with the field names of the vendor's pages. */
public final class ProblemText {
    /** The end of the text of {@link Reason#OUTCOME_UNKNOWN}, by which the typed client recognises this failure. */
    public static final String NOT_KNOWN = "whether this was stored is not known";

    private ProblemText() {}

    /** The text of a refusal: what is wrong, in which field, and what the caller can do. */
    public static String of(ProblemException failure) {
        return failure.reason()
                .map(reason -> pattern(reason).formatted(failure.values().toArray()))
                .orElseGet(failure::detail);
    }

    private static String pattern(Reason reason) {
        return switch (reason) {
            case CUSTOMER_NOT_NAMED -> "one of kapture_customer_id, email_id and phone is required";
            case CUSTOMER_INCOMPLETE -> "Name, Email Id, and Phone Number required";
            case CUSTOMER_UNKNOWN -> "No Data found/customer_id is missing";
            case CUSTOMER_CODE_UNKNOWN ->
                "customer_code: expected the code of an existing customer; to make a new one, give customer_name and a"
                        + " phone or an email";
            case CUSTOMER_CODE_IN_USE ->
                "customer_code is in use by customer %s; to change that customer send \"update\": true or its"
                        + " customer_id";
            case CUSTOMER_CODE_OF_ANOTHER ->
                "customer_code is in use by customer %s; send another customer_code, or leave it out";
            case CUSTOMER_AMBIGUOUS ->
                "Several customers have this phone or e-mail: %s. Name the one to update with customer_id";
            case CUSTOMER_OF_TWO_KINDS -> "customer_info.individual and customer_info.organization cannot both be true";
            case CUSTOMER_HIDDEN ->
                "Forbidden - a masking key cannot find customers by phone or e-mail; name the customer with customer_id"
                        + " or customer_code";
            case CONTACT_HIDDEN ->
                "Forbidden - a masking key cannot find contacts by phone or e-mail; name the contact with contact_id, and"
                        + " leave matchEmailPhone out";
            case CONTACT_UNREACHABLE -> "contact_info[%s]: expected a contact_person_phone or a contact_person_email";
            case CONTACT_UNKNOWN -> "contact_info[%s].contact_id: this customer has no contact %s";
            case TOO_MANY_CONTACTS -> "contact_info: expected at most %s contacts of one customer";
            case ENQUIRY_UNKNOWN -> "enquiry_id: this account has no enquiry %s";
            case ENQUIRY_OF_ANOTHER -> "enquiry_id: this customer has no enquiry %s";
            case TOO_MANY_ENQUIRIES ->
                "enquiry_id: required, because the customer has %s enquiries already, and cannot have more";
            case TOO_MANY_FIELDS -> "associate fields: expected at most %s, found %s";
            case FIELDS_TOO_LARGE -> "associate fields: expected at most %s bytes of names and values, found %s";
            case RECORD_TOO_LARGE ->
                "the %s would have %s bytes as JSON, expected at most %s; shorten its texts or lists";
            case TICKET_UNKNOWN -> "No Data found/ticket_id is missing";
            case TOO_MANY_NOTES -> "comment: expected at most %s notes on one ticket; change it without a comment";
            case NOTES_TOO_LARGE ->
                "comment: expected at most %s bytes of notes on one ticket; change it without a comment";
            case SUB_STATUS_IN_OTHER_CASE ->
                "the account has the sub-status with the key %s; a key that differs only in case would never be found";
            case TOO_MANY_SUB_STATUSES -> "an account has at most %s sub-statuses; change or remove existing ones";
            case ORDER_UNKNOWN -> "No Data found/order_id is missing";
            case ORDER_NUMBER_IN_USE ->
                "erp_order_id is in use by order %s; to change that order send \"update\": true or its order_id";
            case ORDER_NUMBER_OF_ANOTHER ->
                "erp_order_id is in use by order %s; send another erp_order_id, or leave it out";
            case TOO_MANY_PRODUCTS -> "product_details: expected at most %s products, found %s";
            case LIST_ENTRY_UNKNOWN ->
                "%s: expected a name or the id of one that this account has, found another number";
            case TITLE_IN_USE -> "this category has another entry with this title";
            case TOO_MANY_ENTRIES -> "expected at most %s entries in the FAQ of an account; remove or replace some";
            case TOO_MANY_CATEGORIES ->
                "category: expected at most %s categories in the FAQ of an account; use fewer or existing ones";
            case FAQ_CHANGED -> "the FAQ has changed since the rehearsal; rehearse the import again";
            case IMPORT_ENDED ->
                "another process has finished or removed import %s of this file, so nothing more was loaded; import the"
                        + " file again only if its records are missing";
            case IMPORT_BEING_REMOVED ->
                "import %s of this file is being removed; finish the removal, then import again";
            case IMPORT_OF_OTHER_VERSION ->
                "import %s cannot be continued: the version of Daybook that began it found %s records in the file, this"
                        + " one finds %s; remove the import, then import the file again";
            case IMPORTED_FILE_CHANGED ->
                "the file changed while it was imported, so only a part of it may be there; remove import %s, then"
                        + " import the file again";
            case TOO_MANY_REFUSED ->
                "import %s was stopped: the database has refused more than %s records, one of them because: %s; correct"
                        + " the file or divide it (all rows of an order must stay in one file), remove the import, then"
                        + " import again";
            case TOO_MANY_WORDS -> "search_text: expected at most %s different words, found %s";
            case DAYS_REVERSED -> "the last day must not be before the first";
            case WINDOW_TOO_WIDE -> "Date range cannot exceed 24 hours";
            case PROOF_TOO_WIDE -> "A proof cannot exceed %s days";
            case POSITION_AHEAD ->
                "cursor is from beyond what this database holds, as after a restore; start again without a cursor";
            case POSITION_GONE ->
                "cursor is from before all records were replaced, as by a restore or a reset of the sandbox; start again"
                        + " without a cursor";
            case OUTCOME_UNKNOWN -> "%s; " + NOT_KNOWN;
        };
    }
}
