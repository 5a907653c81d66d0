/** Pages of the console. They read and write through {@code store}, and give a model to a template. */
@NullMarked
package dev.daybook.console.page;

import org.jspecify.annotations.NullMarked;
