/** The gzip format, for answers that are made of packs. Calls only {@code domain}. */
@NullMarked
package dev.daybook.wire.gzip;

import org.jspecify.annotations.NullMarked;
