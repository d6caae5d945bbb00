package odind.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Waits for one item after the other, each of which it asks for when it is wanted. */
final class BlockingIterator<T> implements Iterator<T>, Flow.Subscriber<T> {
    /** One item, or the end: with an error, or as it should. */
    private record Signal<T>(T item, Throwable error) {}

    private final BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();
    private final Consumer<BlockingIterator<?>> onOver;
    private Flow.Subscription subscription;
    private T next;
    private boolean over;

    BlockingIterator(Consumer<BlockingIterator<?>> onOver) {
        this.onOver = onOver;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void onNext(T item) {
        signals.add(new Signal<>(item, null));
    }

    @Override
    public void onError(Throwable error) {
        signals.add(new Signal<>(null, error));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal<>(null, null));
    }

    /** Ends it, from any thread. */
    void close() {
        subscription.cancel();
        onComplete();
    }

    @Override
    public boolean hasNext() {
        if (next == null && !over) {
            subscription.request(1);
            take(awaited());
        }
        return next != null;
    }

    private Signal<T> awaited() {
        try {
            return Waits.on(signals::take);
        } catch (OdindException interrupted) {
            subscription.cancel();
            return new Signal<>(null, interrupted);
        }
    }

    private void take(Signal<T> signal) {
        next = signal.item();
        over = next == null;
        if (over) {
            onOver.accept(this);
        }
        if (signal.error() != null) {
            throw Failures.translated(signal.error(), "");
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T item = next;
        next = null;
        return item;
    }
}
