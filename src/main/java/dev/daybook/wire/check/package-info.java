/**
 * JSON as {@code daybook check} needs it: values of answers of whatever shape, requests field by field, the fields that are
 * documented, and the profile in which findings are written down. It knows nothing of calls or verdicts.
 */
@NullMarked
package dev.daybook.wire.check;

import org.jspecify.annotations.NullMarked;
