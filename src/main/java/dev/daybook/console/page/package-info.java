/** Pages of the console: each class reads and writes through {@code store}, and gives a model to a template. */
@NullMarked
package dev.daybook.console.page;

import org.jspecify.annotations.NullMarked;
