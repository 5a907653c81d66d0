/**
 * Packs: the documents of whole days, compressed once in the background, so that compressed pulls need not compress
 * again. They are derived from documents, and deleted by triggers whenever a document of their day changes.
 */
@NullMarked
package dev.daybook.store.pack;

import org.jspecify.annotations.NullMarked;
