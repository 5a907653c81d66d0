/** Customers with their contacts and enquiries: write, find, load and delete them. */
@NullMarked
package dev.daybook.store.customer;

import org.jspecify.annotations.NullMarked;
