/**
 * Orders: their fields, exact amounts, what a write changes, and what a pull filters by. {@code wire}, {@code store}
 * and {@code http} use it. It must not round an amount.
 */
@NullMarked
package dev.daybook.domain.order;

import org.jspecify.annotations.NullMarked;
