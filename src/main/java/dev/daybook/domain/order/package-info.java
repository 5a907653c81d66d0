/** Orders of customers: what they are, what a write changes of them, what a pull asks of them, and exact amounts. */
@NullMarked
package dev.daybook.domain.order;

import org.jspecify.annotations.NullMarked;
