package dev.daybook.domain.message;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Explains to people why a file cannot be used. The message of a Java exception is often only the name of the file or
 * of a class.
 */
public final class FileReason {
    private FileReason() {}

    /**
     * Whether it is certain that a file does not exist. It is certain, too, if a regular file is in the place of one of
     * its folders.
     */
    public static boolean isMissing(Path file) {
        if (Files.notExists(file)) {
            return true;
        }
        var folder = file.toAbsolutePath().getParent();
        while (folder != null && !Files.isRegularFile(folder)) {
            folder = folder.getParent();
        }
        return folder != null;
    }

    /** Whether it is certain that a folder does not exist. It is certain, too, if a regular file is in its place. */
    public static boolean isMissingFolder(Path folder) {
        return isMissing(folder) || Files.isRegularFile(folder);
    }

    /** Why a file cannot be used, as the second half of a sentence. */
    public static String of(Path file, IOException failure) {
        if (failure instanceof FileAlreadyExistsException && Files.isSymbolicLink(file) && !Files.exists(file)) {
            return "it is a symbolic link whose target cannot be found";
        }
        return Files.isDirectory(file) ? "it is a folder" : of(failure);
    }

    /** Why a file or a folder cannot be used, as the second half of a sentence. */
    public static String of(IOException failure) {
        if (failure instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not use it";
        }
        if (failure instanceof FileSystemLoopException) {
            return "it is a link to a folder that it is in";
        }
        var reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /**
     * Why Java cannot load the native code of zstd, and what to do about it, as the part of a sentence after "needs".
     * The jar contains this code for Linux and macOS on x86-64 and ARM64, and for Windows on x86-64. Before Java can
     * load the code, it is unpacked into a file.
     */
    public static String ofZstd(LinkageError missing) {
        return nativeCode(missing, "ZstdTempFolder");
    }

    /** Why Java cannot load the native code of SQLite, and what to do about it, like {@link #ofZstd}. */
    public static String ofSqlite(Throwable missing) {
        return nativeCode(missing, "org.sqlite.tmpdir");
    }

    private static String nativeCode(Throwable missing, String folder) {
        return "native code, which Java cannot load here (" + missing.getMessage()
                + "): name a folder whose programs may run by DAYBOOK_JAVA_OPTS=-D" + folder + "=FOLDER"
                + " (in a container: JDK_JAVA_OPTIONS)";
    }
}
