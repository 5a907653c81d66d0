package dev.daybook.domain.person;

import java.util.Locale;

/** What the audit says that a person did. */
public enum AuditAction {
    LOG_IN,
    LOG_OUT,
    END_SESSION,
    SET_PASSWORD,
    LOOK_AT_CUSTOMER,
    LOOK_AT_TICKET,
    LOOK_AT_ORDER,
    ADD_CUSTOMER,
    CHANGE_CUSTOMER,
    ERASE_CUSTOMER,
    ADD_TICKET,
    CHANGE_TICKET,
    WRITE_FAQ_ENTRY,
    REMOVE_FAQ_ENTRY,
    DOWNLOAD_CUSTOMERS,
    DOWNLOAD_TICKETS,
    DOWNLOAD_ORDERS,
    DOWNLOAD_AUDIT,
    CREATE_KEY,
    DISABLE_KEY,
    RETRY_WEBHOOK,
    ADD_LIST_ENTRY,
    CHANGE_SUB_STATUS,
    ADD_PERSON,
    CHANGE_ROLE,
    REMOVE_PERSON,
    RESET_PERSON;

    /** The name as pages and exports have it, such as {@code look-at-customer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
