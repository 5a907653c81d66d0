/**
 * Commands for people who operate a server: readiness, problems, codes, the rendering of documents, manual pages, shell
 * completion and the version.
 */
@NullMarked
package dev.daybook.cli.operate;

import org.jspecify.annotations.NullMarked;
