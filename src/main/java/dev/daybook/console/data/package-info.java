/**
 * Files that people take out of the console or bring in. What knows their formats is given by {@code server}: this room
 * says only what it needs of it.
 */
@NullMarked
package dev.daybook.console.data;

import org.jspecify.annotations.NullMarked;
