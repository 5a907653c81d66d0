/** Tickets: fields, changes, events and working time. This package must not read a clock; times are parameters. */
@NullMarked
package dev.daybook.domain.ticket;

import org.jspecify.annotations.NullMarked;
