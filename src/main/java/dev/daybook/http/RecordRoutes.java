package dev.daybook.http;

import dev.daybook.domain.RecordKind;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.store.Database;
import dev.daybook.store.record.RecordChanges;
import dev.daybook.store.record.RecordProof;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.Headers;
import dev.daybook.wire.ProofJson;
import dev.daybook.wire.PullChanges;
import java.util.function.UnaryOperator;

/** Handlers of Daybook's own operations Proof and Changes for one kind of record. Clients that keep a copy use them. */
public final class RecordRoutes {
    private final Database database;
    private final RecordKind kind;
    private final RecordProof proof;
    private final RecordChanges changes;
    private final UnaryOperator<byte[]> mask;
    private final int maxLimit;

    /**
     * @param mask masks phones and e-mails in a document
     * @param maxLimit the maximum number of records in a page
     */
    public RecordRoutes(Database database, RecordKind kind, UnaryOperator<byte[]> mask, int maxLimit) {
        this.database = database;
        this.kind = kind;
        this.proof = new RecordProof(kind);
        this.changes = new RecordChanges(kind);
        this.mask = mask;
        this.maxLimit = maxLimit;
    }

    /** The operation Proof: the digests of the records of each day. */
    Answer prove(Call call) {
        var request = call.request(ProofJson::decode);
        var account = call.account();
        var digests = database.read(transaction -> proof.prove(transaction, account, request.asked()));
        return Answer.ok(ProofJson.encode(account.zone(), maxLimit, call.masks(), digests))
                .withIgnored(request.ignored());
    }

    /** The operation Changes: a page of the feed. */
    Answer changes(Call call) {
        var request = call.request(
                body -> PullChanges.decode(kind, body, call.account().cmId(), maxLimit));
        var pull = request.asked();
        var page = database.read(transaction -> changes.page(transaction, request.cmId(), pull.after(), pull.limit()));
        var shown = call.masks()
                ? page.records().stream().map(changed -> changed.shown(mask)).toList()
                : page.records();
        return Answer.ok(PullChanges.encode(kind, shown))
                .withRows(shown.size())
                .withHeader(Headers.HAS_MORE, Boolean.toString(page.more()))
                .withHeader(Headers.NEXT_CURSOR, CursorCodec.write(kind, request.cmId(), page.last()))
                .withIgnored(request.ignored());
    }
}
