/** {@code daybook demo}, and the generators of its customers, tickets, orders and FAQ. */
@NullMarked
package dev.daybook.cli.demo;

import org.jspecify.annotations.NullMarked;
