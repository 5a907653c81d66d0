package dev.daybook.client.answer;

import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Paths;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.order.ProductJson;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Orders, with their products. */
public final class PulledOrders implements PulledKind {
    private static final PageQuery QUERY = new PageQuery("cmId", "createStartDate", "createEndDate");
    private static final RecordKeys KEYS =
            new RecordKeys(List.of("id", "orderId", "order_id"), "generationDate", "lastModificationTime");
    private static final List<PulledColumn> COLUMNS = PulledColumn.of(OrderJson.class);
    private static final PulledList PRODUCTS =
            new PulledList("products", "product", "orderId", PulledColumn.of(ProductJson.class), false);

    @Override
    public RecordKind kind() {
        return RecordKind.ORDER;
    }

    @Override
    public String path() {
        return Paths.PULL_ORDERS;
    }

    @Override
    public String proofPath() {
        return Paths.PROOF_OF_ORDERS;
    }

    @Override
    public String changesPath() {
        return Paths.ORDER_CHANGES;
    }

    @Override
    public byte[] request(long cmId, LocalDate from, LocalDate to, int limit, long offset, String cursor) {
        return QUERY.bytes(cmId, from, to, limit, offset, cursor);
    }

    @Override
    public RecordKeys keys() {
        return KEYS;
    }

    @Override
    public String ownKey() {
        return "erpOrderId";
    }

    @Override
    public List<PulledColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Optional<PulledList> list() {
        return Optional.of(PRODUCTS);
    }
}
