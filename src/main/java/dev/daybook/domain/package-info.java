/**
 * The things Daybook keeps (customers, contacts, tickets, orders, FAQs, accounts, keys) and the words used about them
 * (date ranges, pages, the closed list of problems), as records and enums. It knows nothing of JSON, SQL or HTTP, and
 * calls nothing but the JDK.
 */
@NullMarked
package dev.daybook.domain;

import org.jspecify.annotations.NullMarked;
