/** Tickets with their notes, events and the account's own fields: write, find and load them. */
@NullMarked
package dev.daybook.store.ticket;

import org.jspecify.annotations.NullMarked;
