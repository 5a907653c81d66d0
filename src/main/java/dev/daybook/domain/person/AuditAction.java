package dev.daybook.domain.person;

import java.util.Locale;

/** What the audit says that was done. */
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
    SAVE_FILTER,
    REMOVE_FILTER,
    WRITE_FAQ_ENTRY,
    REMOVE_FAQ_ENTRY,
    DOWNLOAD_CUSTOMERS,
    DOWNLOAD_TICKETS,
    DOWNLOAD_ORDERS,
    DOWNLOAD_AUDIT,
    IMPORT_CUSTOMERS,
    IMPORT_TICKETS,
    IMPORT_ORDERS,
    IMPORT_FAQ,
    REMOVE_IMPORT,
    CREATE_KEY,
    DISABLE_KEY,
    RETRY_WEBHOOK,
    TEST_WEBHOOK,
    ADD_LIST_ENTRY,
    CHANGE_SUB_STATUS,
    CHANGE_CALENDAR,
    MOVE_CLOCK,
    ADD_FAULT,
    REMOVE_FAULTS,
    RESET_SANDBOX,
    ADD_PERSON,
    CHANGE_ROLE,
    REMOVE_PERSON,
    RESET_PERSON,
    DISABLE_PERSON,
    CREATE_ACCOUNT,
    CHANGE_ACCOUNT,
    ROTATE_KEY,
    SET_WEBHOOK,
    REMOVE_WEBHOOK,
    MARK_RESTORED,
    START_BACKUP,
    CREATE_ADMIN_KEY,
    DISABLE_ADMIN_KEY;

    /** The name as pages and exports have it, such as {@code look-at-customer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
