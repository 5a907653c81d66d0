package dev.daybook.domain;

/**
 * Rules of the domain that a request can violate, as a closed list without texts. Only {@link #OUTCOME_UNKNOWN} is not
 * a violated rule. Each reason belongs to one problem and has a fixed number of values, such as a limit or an id; the
 * comment of the reason lists them. {@code wire.ProblemText} has the texts for the API; package {@code console} has the
 * texts for its pages, in each of its languages.
 */
public enum Reason {
    /** A query for a customer has no id, no e-mail and no phone. */
    CUSTOMER_NOT_NAMED(Problem.INVALID_VALUE, 0),
    /** A new customer has no name, or neither an e-mail nor a phone. */
    CUSTOMER_INCOMPLETE(Problem.CUSTOMER_INCOMPLETE, 0),
    /** The account has no customer with the id in the request. */
    CUSTOMER_UNKNOWN(Problem.CUSTOMER_UNKNOWN, 0),
    /** An order names a customer code that no customer has, and lacks the data of a new customer. */
    CUSTOMER_CODE_UNKNOWN(Problem.CUSTOMER_UNKNOWN, 0),
    /** A new customer would have the customer code of an existing one. Value: the id of that customer. */
    CUSTOMER_CODE_IN_USE(Problem.CONFLICT, 1),
    /** The customer that the request names would get the code of another customer. Value: the id of that customer. */
    CUSTOMER_CODE_OF_ANOTHER(Problem.CONFLICT, 1),
    /** Several customers have the phone or the e-mail in the request. Value: a text with their ids. */
    CUSTOMER_AMBIGUOUS(Problem.CONFLICT, 1),
    /** A customer would be both an individual and an organisation. */
    CUSTOMER_OF_TWO_KINDS(Problem.INVALID_VALUE, 0),
    /** The key may not find customers by phone or e-mail. */
    CUSTOMER_HIDDEN(Problem.FORBIDDEN, 0),
    /** The key may not find contacts by phone or e-mail. */
    CONTACT_HIDDEN(Problem.FORBIDDEN, 0),
    /** A contact would have neither a phone nor an e-mail. Value: the index of the contact in the request, from 0. */
    CONTACT_UNREACHABLE(Problem.INVALID_VALUE, 1),
    /** The customer has no such contact. Values: the contact's index in the request, from 0, and its id. */
    CONTACT_UNKNOWN(Problem.REFERENCE_UNKNOWN, 2),
    /** A customer would have too many contacts. Value: the limit. */
    TOO_MANY_CONTACTS(Problem.INVALID_VALUE, 1),
    /** The account has no enquiry with the id in the request. Value: this id. */
    ENQUIRY_UNKNOWN(Problem.REFERENCE_UNKNOWN, 1),
    /** The enquiry in the request is not one of this customer's. Value: the id of the enquiry. */
    ENQUIRY_OF_ANOTHER(Problem.REFERENCE_UNKNOWN, 1),
    /** A customer would have too many enquiries. Value: the limit. */
    TOO_MANY_ENQUIRIES(Problem.INVALID_VALUE, 1),
    /** A record would have too many associate fields. Values: the limit and the number. */
    TOO_MANY_FIELDS(Problem.INVALID_VALUE, 2),
    /** The associate fields of a record would be too large. Values: the limit in bytes and the number of bytes. */
    FIELDS_TOO_LARGE(Problem.INVALID_VALUE, 2),
    /** A record would be too large as JSON. Values: its kind, and its size and the limit in bytes. */
    RECORD_TOO_LARGE(Problem.INVALID_VALUE, 3),
    /** The account has no ticket with the id in the request. */
    TICKET_UNKNOWN(Problem.TICKET_UNKNOWN, 0),
    /** A ticket would have too many notes. Value: the limit. */
    TOO_MANY_NOTES(Problem.INVALID_VALUE, 1),
    /** The notes of a ticket would be too large. Value: the limit in bytes. */
    NOTES_TOO_LARGE(Problem.INVALID_VALUE, 1),
    /** The account has a sub-status whose key differs from the new key only in case. Value: the existing key. */
    SUB_STATUS_IN_OTHER_CASE(Problem.CONFLICT, 1),
    /** An account would have too many sub-statuses. Value: the limit. */
    TOO_MANY_SUB_STATUSES(Problem.INVALID_VALUE, 1),
    /** The account has no order with the id in the request. */
    ORDER_UNKNOWN(Problem.ORDER_UNKNOWN, 0),
    /** A new order would have the ERP order id of an existing one. Value: the internal id of that order. */
    ORDER_NUMBER_IN_USE(Problem.CONFLICT, 1),
    /** The order that the request names would get the ERP order id of another order. Value: the id of that order. */
    ORDER_NUMBER_OF_ANOTHER(Problem.CONFLICT, 1),
    /** An order would have too many lines. Values: the limit and the number of lines. */
    TOO_MANY_PRODUCTS(Problem.INVALID_VALUE, 2),
    /** A name for an account list looks like an id, but the list has no entry with this name or id. Value: the list. */
    LIST_ENTRY_UNKNOWN(Problem.INVALID_VALUE, 1),
    /** A category of the FAQ has another entry with this title. */
    TITLE_IN_USE(Problem.CONFLICT, 0),
    /** The FAQ of an account would have too many entries. Value: the limit. */
    TOO_MANY_ENTRIES(Problem.INVALID_VALUE, 1),
    /** The FAQ of an account would have too many categories. Value: the limit. */
    TOO_MANY_CATEGORIES(Problem.INVALID_VALUE, 1),
    /** An import would delete an entry of the FAQ that its rehearsal would not have deleted. */
    FAQ_CHANGED(Problem.CONFLICT, 0),
    /** Another process has finished or removed the import that would be continued. Value: its id. */
    IMPORT_ENDED(Problem.CONFLICT, 1),
    /** The import of this file is being removed. Value: its id. */
    IMPORT_BEING_REMOVED(Problem.CONFLICT, 1),
    /**
     * Another version of Daybook began the import, and found another number of records in the file. Values: the id of
     * the import, the number that the other version found, and the number that this version found.
     */
    IMPORT_OF_OTHER_VERSION(Problem.CONFLICT, 3),
    /** The file of an import changed during the load. Value: the id of the import. */
    IMPORTED_FILE_CHANGED(Problem.CONFLICT, 1),
    /** The database has refused too many records of an import. Values: its id, the limit, and one reason as a text. */
    TOO_MANY_REFUSED(Problem.CONFLICT, 3),
    /** A search has too many different words. Values: the limit and the number. */
    TOO_MANY_WORDS(Problem.INVALID_VALUE, 2),
    /** The last day of a range is before the first. */
    DAYS_REVERSED(Problem.INVALID_VALUE, 0),
    /** The days of a pull are more than one day apart. */
    WINDOW_TOO_WIDE(Problem.RANGE_TOO_WIDE, 0),
    /** A proof covers too many days. Value: the limit. */
    PROOF_TOO_WIDE(Problem.RANGE_TOO_WIDE, 1),
    /** A position is beyond the end of the feed, for example after a restore of an older backup. */
    POSITION_AHEAD(Problem.INVALID_VALUE, 0),
    /** A position is before the beginning of the feed, for example after a reset of the sandbox. */
    POSITION_GONE(Problem.INVALID_VALUE, 0),
    /** It is unknown whether a write was stored. Value: a sentence without a full stop that says what happened. */
    OUTCOME_UNKNOWN(Problem.UNAVAILABLE, 1);

    private final Problem problem;
    private final int size;

    Reason(Problem problem, int size) {
        this.problem = problem;
        this.size = size;
    }

    /** The number of values. */
    public int size() {
        return size;
    }

    /**
     * Creates an exception with this reason.
     *
     * @param known the values that the comment of the reason lists, in this order; none may be personal, because they
     *     may be logged
     */
    public ProblemException with(Object... known) {
        return new ProblemException(problem, this, known);
    }
}
