package dev.daybook.domain.order;

import dev.daybook.domain.TextField;

/** The texts of an order. */
public enum OrderField implements TextField {
    /** The ERP order id: the caller's own id, unique within the account. */
    ERP_ORDER_ID(255, false),
    ORDER_STATUS(255, false),
    ORDER_SUB_STATUS(255, false),
    ORDER_TYPE(255, false),
    ADDRESS(4_000, true, Kind.FREE),
    SHIPPING_ADDRESS(4_000, true, Kind.FREE),
    ZIP_CODE(64, true),
    PAYMENT_MODE(255, false),
    /** The reference of the payment, such as a bank's transaction number; it may reveal who paid. */
    TRANSACTION_ID(500, true, Kind.FREE),
    BLOCK_ID(64, false),
    UNIT_ID(64, false),
    REMARKS(20_000, true, Kind.FREE);

    private final int maxLength;
    private final boolean personal;
    private final Kind kind;

    OrderField(int maxLength, boolean personal) {
        this(maxLength, personal, Kind.PLAIN);
    }

    OrderField(int maxLength, boolean personal, Kind kind) {
        this.maxLength = maxLength;
        this.personal = personal;
        this.kind = kind;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isPersonal() {
        return personal;
    }
}
