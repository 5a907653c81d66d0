package dev.daybook.cli.demo;

import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;

/** The records of a demo, in the account of a test server. */
public final class DemoAccount {
    private DemoAccount() {}

    /** Fills the account, up to the server's time. */
    public static void fill(TestServer server) {
        server.stores.database().write(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            DemoCommand.fill(transaction, server.stores, account, server.clock.instant());
            return true;
        });
    }
}
