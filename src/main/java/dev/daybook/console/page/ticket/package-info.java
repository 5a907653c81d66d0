/** The pages of tickets: the queue with its saved filters, a ticket with its history, and the forms of both. */
@NullMarked
package dev.daybook.console.page.ticket;

import org.jspecify.annotations.NullMarked;
