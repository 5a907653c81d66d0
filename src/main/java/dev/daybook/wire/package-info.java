/**
 * The JSON of all requests and answers, the vendor's and Daybook's own, with one package for each subject, such as
 * customers. This package has the parts that several of these packages share: paths, headers, pages, cursors and the
 * texts of errors. It may call {@code wire.json}, {@code wire.bytes} and {@code domain}, and never the store. Jackson
 * may be used in all packages of {@code wire}, and in those that {@code ArchitectureTest} names.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
