package dev.daybook.store.pack;

import static dev.daybook.kit.Waits.await;

import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A transaction that stays open in another thread after its work. */
final class HeldWrite implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /** Starts the transaction, and returns when its work is done. */
    HeldWrite(Stores stores, Consumer<Transaction> work) {
        var begun = new CountDownLatch(1);
        thread = new Thread(() -> stores.database().write(transaction -> {
            work.accept(transaction);
            begun.countDown();
            await(ended);
            return true;
        }));
        thread.start();
        await(begun);
    }

    /** Lets the transaction commit, and waits until it has. */
    void end() {
        ended.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        end();
    }
}
