/** Orders with their products: written together with the customer who orders, found, blanked. */
@NullMarked
package dev.daybook.store.order;

import org.jspecify.annotations.NullMarked;
