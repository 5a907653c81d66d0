/** Customers and their contacts: what they are, what a write changes of them, what a pull asks of them. */
@NullMarked
package dev.daybook.domain.customer;

import org.jspecify.annotations.NullMarked;
