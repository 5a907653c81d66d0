/**
 * Tickets: their fields, how they change, their history, and the working time that measures them. {@code wire}, {@code
 * store} and {@code http} use it. It must not read a clock; time is passed in.
 */
@NullMarked
package dev.daybook.domain.ticket;

import org.jspecify.annotations.NullMarked;
