/** Writes, finds and loads tickets with their notes, their events and the account's own fields. */
@NullMarked
package dev.daybook.store.ticket;

import org.jspecify.annotations.NullMarked;
