/** {@code daybook demo}, and the customers, tickets, orders and FAQ that it makes up. */
@NullMarked
package dev.daybook.cli.demo;

import org.jspecify.annotations.NullMarked;
