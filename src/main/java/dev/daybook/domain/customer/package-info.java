/**
 * Customers and their contacts: their fields, what a write changes, what a pull filters by, and masking. {@code wire},
 * {@code store} and {@code http} use it. It must not know wire names or columns.
 */
@NullMarked
package dev.daybook.domain.customer;

import org.jspecify.annotations.NullMarked;
