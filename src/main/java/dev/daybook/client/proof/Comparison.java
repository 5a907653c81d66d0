package dev.daybook.client.proof;

import dev.daybook.client.call.ClientException;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/** Comparison of pulled days with the server's proof. */
public interface Comparison {
    /** For a server without a proof: no day differs. */
    Comparison NONE = (pulled, first, last) -> List.of();

    /**
     * The days from {@code first} to {@code last}, both included, whose digest in {@code pulled} is not the server's.
     *
     * @throws ClientException if the server does not give its proof
     */
    List<LocalDate> differing(SortedMap<LocalDate, PullDigest> pulled, LocalDate first, LocalDate last)
            throws InterruptedException;
}
