package dev.daybook.store.pack;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordProof;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Digests of many days, for pages that people look at. They equal the digests of {@link RecordProof}. The digest of a
 * packed day was stored when the day was packed, so only the records of other days are read.
 */
public final class DayDigests {
    private final RecordKind kind;
    private final RecordProof records;

    /** The digests of a kind of record. */
    public DayDigests(RecordKind kind) {
        this.kind = kind;
        this.records = new RecordProof(kind);
    }

    /** The digest of each day, in order, including days without records. */
    public List<DayDigest> of(Transaction transaction, Account account, DaySpan span) {
        var kept = PackedDays.digests(transaction, account, kind, span.in(account.zone()));
        var digests = new ArrayList<DayDigest>();
        var unknown = new ArrayList<LocalDate>();
        for (var day : span.days()) {
            var digest = kept.get(Window.ofDays(day, day, account.zone()));
            if (digest == null) {
                unknown.add(day);
                continue;
            }
            digests.addAll(computed(transaction, account, unknown));
            unknown.clear();
            digests.add(new DayDigest(day, digest));
        }
        digests.addAll(computed(transaction, account, unknown));
        return digests;
    }

    /** Computes the digests of consecutive days from their records. */
    private List<DayDigest> computed(Transaction transaction, Account account, List<LocalDate> days) {
        return days.isEmpty()
                ? List.of()
                : records.prove(transaction, account, new DaySpan(days.get(0), days.get(days.size() - 1)));
    }
}
