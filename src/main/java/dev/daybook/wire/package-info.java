/**
 * The vendor's JSON: the shapes of all requests and answers, with one file for each operation. This room also has the
 * paths of the API and the formats of dates, and reads the values of requests leniently. Jackson is used here and in
 * the rooms that {@code ArchitectureTest} names. This room may call {@code domain}, and never the store.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
