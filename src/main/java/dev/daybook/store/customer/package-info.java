/** Customers with their contacts and enquiries: written, found, loaded, removed. */
@NullMarked
package dev.daybook.store.customer;

import org.jspecify.annotations.NullMarked;
