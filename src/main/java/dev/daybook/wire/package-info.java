/**
 * The vendor's JSON: the shapes of all requests and answers, with one package for each noun. This package has what they
 * share: paths, headers, windows, cursors and the texts of errors. Jackson is used in this room and in those that
 * {@code ArchitectureTest} names. It may call {@code wire.json}, {@code wire.bytes} and {@code domain}, and never the
 * store.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
