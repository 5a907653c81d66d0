/** Orders with their products: write them together with their customers, find and load them. */
@NullMarked
package dev.daybook.store.order;

import org.jspecify.annotations.NullMarked;
