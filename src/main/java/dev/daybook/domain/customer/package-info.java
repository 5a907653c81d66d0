/**
 * Customers and their contacts: fields, changes, filters and masking. This package must not know names of the JSON or
 * columns of the database.
 */
@NullMarked
package dev.daybook.domain.customer;

import org.jspecify.annotations.NullMarked;
