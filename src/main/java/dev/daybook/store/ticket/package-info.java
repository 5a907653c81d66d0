/** Tickets with their notes, their history and the account's own fields: written, found, loaded, erased. */
@NullMarked
package dev.daybook.store.ticket;

import org.jspecify.annotations.NullMarked;
