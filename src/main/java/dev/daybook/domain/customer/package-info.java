/**
 * Customers and their contacts: fields, changes, filters and masking. It must not know wire names or columns.
 */
@NullMarked
package dev.daybook.domain.customer;

import org.jspecify.annotations.NullMarked;
