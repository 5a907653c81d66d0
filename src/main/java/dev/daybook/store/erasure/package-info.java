/**
 * Erases an account, or a person from all records. This package knows the tables of customers, tickets and orders, and
 * may call the packages of these records. Those packages do not call this one.
 */
@NullMarked
package dev.daybook.store.erasure;

import org.jspecify.annotations.NullMarked;
