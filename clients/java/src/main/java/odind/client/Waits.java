package odind.client;

import io.grpc.Status;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Lock;

/** Waits that end when their thread is interrupted. */
final class Waits {
    private Waits() {}

    /** A wait that may be interrupted. */
    interface Wait<T> {
        T end() throws InterruptedException;
    }

    /** Waits; an interrupted thread stays interrupted, and gets CANCELLED. */
    static <T> T on(Wait<T> wait) {
        try {
            return wait.end();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failure.plain(Status.Code.CANCELLED, "the thread was interrupted")
                    .exception(interrupted);
        }
    }

    /** Waits for an answer; an error is thrown anew, with the trace of this thread. */
    static <T> T forAnswer(CompletableFuture<T> answer) {
        try {
            return on(() -> get(answer));
        } catch (OdindException error) {
            throw error.failure().exception(error);
        }
    }

    private static <T> T get(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw Failures.translated(failed.getCause(), "");
        }
    }

    /** Does something alone. */
    static <T> T holding(Lock lock, Wait<T> action) {
        return on(
                () -> {
                    lock.lockInterruptibly();
                    try {
                        return action.end();
                    } finally {
                        lock.unlock();
                    }
                });
    }
}
