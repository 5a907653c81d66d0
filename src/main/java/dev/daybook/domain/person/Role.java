package dev.daybook.domain.person;

import dev.daybook.domain.message.Labelled;

/** The role of a person in an account. Each role has all rights of the roles before it. */
public enum Role implements Labelled {
    /** Sees records with phones and e-mails masked. */
    VIEWER,
    /** Also sees phones and e-mails, and changes customers and tickets. */
    AGENT,
    /**
     * Also erases customers, downloads and imports records, writes the FAQ, changes lists, sub-statuses and the working
     * calendar, controls the sandbox, sees keys and requests, and sees, retries and tests webhook calls.
     */
    MANAGER,
    /** Also decides who has access (people and API keys), and reads the audit. */
    OWNER;

    /** Whether this role has all rights of another role. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
