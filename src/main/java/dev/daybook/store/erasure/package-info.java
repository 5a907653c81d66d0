/**
 * Erases a person from all records, or an account. It knows the tables of customers, tickets and orders and may
 * call their packages; they do not call it.
 */
@NullMarked
package dev.daybook.store.erasure;

import org.jspecify.annotations.NullMarked;
