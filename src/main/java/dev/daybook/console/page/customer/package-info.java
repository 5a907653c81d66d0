/** The forms that add and change customers. */
@NullMarked
package dev.daybook.console.page.customer;

import org.jspecify.annotations.NullMarked;
