package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.store.Dialect;
import dev.daybook.store.record.PhoneMatch;

/** SQL that finds customers by the e-mails and phones of their contacts. */
public final class CustomerMatch {
    /**
     * The customers, also deleted ones, who have a contact with a phone. {@link PhoneMatch#values} binds the phone; a
     * phone that differs only by a country code matches too.
     */
    public static final String IDS_BY_PHONE = byPhone("", "");

    /**
     * The customers, also deleted ones, who have a contact with the phone that {@link PhoneMatch#values} binds. The
     * second column, {@code found_by}, has the digits of the contact's phone, which may differ by a country code.
     */
    public static final String BY_PHONE = byPhone(", phone_digits AS found_by", ", additional_digits");

    /** The customers, also deleted ones, who have a contact with the e-mail :email. */
    public static final String IDS_BY_EMAIL =
            "SELECT customer_id FROM contact WHERE cm_id = :cmId AND email_key = :email AND email_key <> ''";

    /**
     * The customers, also deleted ones, who have a contact with one of the e-mails {@code <keys>}. The second column,
     * {@code found_by}, has this e-mail.
     */
    public static final String BY_EMAILS = """
            SELECT customer_id, email_key AS found_by FROM contact
            WHERE cm_id = :cmId AND email_key IN (<keys>) AND email_key <> ''""";

    /**
     * The customers, also deleted ones, who have a contact with a phone whose {@link Phone#tail} is one of {@code
     * <keys>}. The second column, {@code found_by}, has the digits of this phone.
     */
    public static final String BY_PHONES = """
            SELECT customer_id, phone_digits AS found_by FROM contact
            WHERE cm_id = :cmId AND phone_tail IN (<keys>) AND phone_tail <> ''
            UNION ALL SELECT customer_id, additional_digits FROM contact
            WHERE cm_id = :cmId AND additional_tail IN (<keys>) AND additional_tail <> ''""";

    private static final int MOST = 1_000;

    private CustomerMatch() {}

    private static String byPhone(String digits, String additionalDigits) {
        return "SELECT customer_id" + digits + " FROM contact WHERE cm_id = :cmId AND phone_tail <> '' AND "
                + PhoneMatch.sql("phone") + " UNION ALL SELECT customer_id" + additionalDigits
                + " FROM contact WHERE cm_id = :cmId AND additional_tail <> '' AND " + PhoneMatch.sql("additional");
    }

    /**
     * The rows of {@code found} without those of deleted customers. Deleted customers still have contacts, whose rows
     * would count towards a LIMIT. For each contact, a subquery looks up the customer: with a join, PostgreSQL would
     * begin with all customers of the account if the account has grown since the last ANALYZE.
     */
    static String existing(String found) {
        return "SELECT * FROM (" + found + ") AS found"
                + " WHERE (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = found.customer_id) = 0";
    }

    /**
     * Limits a query for a request about a single record, because programs send the same phone or e-mail, such as
     * 9999999999, for very many customers.
     *
     * <p>On SQLite, the result has only the {@value #MOST} rows of {@code found} with the highest ids of existing
     * customers. SQLite has one writer: a write that read all rows would delay the writes of all accounts. Its index of
     * contacts has the rows of a phone or e-mail in the order of customer ids.
     *
     * <p>On PostgreSQL, the result is {@code found}. A write that reads many rows delays only writes with the same
     * phone or e-mail, and with a limit the planner may read the contacts of the whole account.
     *
     * @param found a query for {@code :cmId} whose result has a column {@code customer_id}
     */
    public static String bounded(Dialect dialect, String found) {
        return dialect == Dialect.SQLITE ? existing(found) + " ORDER BY customer_id DESC LIMIT " + MOST : found;
    }
}
