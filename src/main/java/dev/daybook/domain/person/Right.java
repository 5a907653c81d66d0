package dev.daybook.domain.person;

/** Something that a person may do in an account, with the least role that may do it. */
public enum Right {
    /** Look at records; without {@link #SEE_REACH}, phones and e-mails are masked. */
    LOOK(Role.VIEWER),
    /** See phones and e-mails. */
    SEE_REACH(Role.AGENT),
    /** Change customers and tickets. */
    WORK(Role.AGENT),
    /** Write the FAQ. */
    WRITE_FAQ(Role.MANAGER),
    /** Erase a customer. */
    ERASE(Role.MANAGER),
    /** Download many records at a time, and compare a file with the account. */
    DOWNLOAD(Role.MANAGER),
    /** Import many records at a time. */
    IMPORT(Role.MANAGER),
    /** See keys, requests and webhook calls, retry webhook calls, and send test calls. */
    WATCH_CALLS(Role.MANAGER),
    /** Change lists, sub-statuses and the working calendar, and control the sandbox. */
    SET_UP(Role.MANAGER),
    /** Create and disable API keys. */
    MANAGE_KEYS(Role.OWNER),
    /** Give people roles. */
    MANAGE_PEOPLE(Role.OWNER),
    /** Read the audit. */
    READ_AUDIT(Role.OWNER);

    private final Role least;

    Right(Role least) {
        this.least = least;
    }

    /** Whether a role has this right. */
    public boolean isOf(Role role) {
        return role.covers(least);
    }
}
