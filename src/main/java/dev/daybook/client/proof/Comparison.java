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
     * The days from {@code first} to {@code last}, both included, on which {@code pulled} and the server have different
     * digests. A day that is missing in {@code pulled} counts as a day without records.
     *
     * @throws ClientException if the server does not give its proof
     */
    List<LocalDate> differing(SortedMap<LocalDate, PullDigest> pulled, LocalDate first, LocalDate last)
            throws InterruptedException;
}
