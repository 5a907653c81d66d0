/** Tickets: what they are, how they change, and the working time by which they are measured. */
@NullMarked
package dev.daybook.domain.ticket;

import org.jspecify.annotations.NullMarked;
