package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.store.record.PhoneMatch;

/** SQL that finds customers by the e-mails and phones of their contacts. */
public final class CustomerMatch {
    /** The customers who have a contact with the phone :digits. */
    public static final String IDS_BY_PHONE =
            "SELECT customer_id FROM contact WHERE cm_id = :cmId AND phone_tail <> '' AND "
                    + PhoneMatch.sql("phone")
                    + " UNION ALL SELECT customer_id FROM contact WHERE cm_id = :cmId AND additional_tail <> '' AND "
                    + PhoneMatch.sql("additional");

    /** The customers who have a contact with the e-mail :email. */
    public static final String IDS_BY_EMAIL =
            "SELECT customer_id FROM contact WHERE cm_id = :cmId AND email_key = :email AND email_key <> ''";

    /** The customers who have a contact with one of the e-mails {@code <keys>}. */
    public static final String BY_EMAILS = """
            SELECT customer_id, email_key AS found_by FROM contact
            WHERE cm_id = :cmId AND email_key IN (<keys>) AND email_key <> ''""";

    /** The customers who have a contact with a phone whose {@link Phone#tail} is one of {@code <keys>}. */
    public static final String BY_PHONES = """
            SELECT customer_id, phone_digits AS found_by FROM contact
            WHERE cm_id = :cmId AND phone_tail IN (<keys>) AND phone_tail <> ''
            UNION ALL SELECT customer_id, additional_digits FROM contact
            WHERE cm_id = :cmId AND additional_tail IN (<keys>) AND additional_tail <> ''""";

    private CustomerMatch() {}
}
