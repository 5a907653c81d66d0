/** Orders with their products: write them together with their customers, find and erase them. */
@NullMarked
package dev.daybook.store.order;

import org.jspecify.annotations.NullMarked;
