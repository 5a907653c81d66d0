/**
 * The nouns of Daybook (customers, contacts, tickets, orders, FAQ, accounts, keys) and their rules, with date ranges,
 * pages and the closed list of problems, as records and enums. Every other room calls this package. This package calls
 * only the JDK, and knows nothing of JSON, SQL or HTTP.
 */
@NullMarked
package dev.daybook.domain;

import org.jspecify.annotations.NullMarked;
