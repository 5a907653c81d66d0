/**
 * Imports of files that have begun and not ended: how far each is, and the removal of what it has added. What is loaded
 * is the nouns' own; this room knows only the tables that all records share.
 */
@NullMarked
package dev.daybook.store.imports;

import org.jspecify.annotations.NullMarked;
