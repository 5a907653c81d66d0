/**
 * The text of an answer before it is read as a page: charsets, JSON that is not quite valid, ids that are texts, and the
 * words of a server before a person sees them. It calls no other room.
 */
@NullMarked
package dev.daybook.client.answer.text;

import org.jspecify.annotations.NullMarked;
