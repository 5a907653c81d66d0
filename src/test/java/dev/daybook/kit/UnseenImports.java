package dev.daybook.kit;

import dev.daybook.console.data.FileImports;
import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.FilePreview;
import dev.daybook.console.data.ImportChoices;
import java.nio.file.Path;
import java.util.List;

/** Imports for tests that open no page: they have no list of fields, and a preview of a file fails. */
public interface UnseenImports extends FileImports {
    @Override
    default List<String> fields(FileKind kind) {
        return List.of();
    }

    @Override
    default FilePreview preview(FileKind kind, Path file, ImportChoices choices, List<String> further) {
        throw new IllegalStateException("nobody looks at it");
    }
}
