/**
 * The text of an answer: charsets, slightly invalid JSON, ids that are texts, and messages of a server. It may call
 * {@code domain}.
 */
@NullMarked
package dev.daybook.client.answer.text;

import org.jspecify.annotations.NullMarked;
