/**
 * JSON for {@code daybook check}: values of any shape in answers, requests built field by field, documented fields, and
 * the profile file. It may use Jackson. It may call {@code client.answer} and {@code domain}; it makes no HTTP calls
 * and knows no verdicts.
 */
@NullMarked
package dev.daybook.client.check.json;

import org.jspecify.annotations.NullMarked;
