/**
 * Files that people download from the console or upload to it. For the file formats this room only declares interfaces;
 * {@code server} provides the implementations.
 */
@NullMarked
package dev.daybook.console.data;

import org.jspecify.annotations.NullMarked;
