/**
 * Imports of files that have started and not ended: their progress, and the removal of what they added. The nouns load
 * their own records; this room knows only the tables that all records share.
 */
@NullMarked
package dev.daybook.store.imports;

import org.jspecify.annotations.NullMarked;
