package odind.client;

import odind.v1.WatchEventsResponse;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/**
 * What happens: a snapshot, which replaces everything known before, and then events. A snapshot may
 * come again. Nothing is asked of the daemon before somebody iterates or subscribes, and each who
 * does has a call of its own. The daemon is asked for no more than is wanted.
 *
 * <p>An iterator waits for what comes next; interrupting its thread ends it. It ends when the
 * daemon ends the watch, and throws what the watch failed with. Subscribers are told in threads of
 * gRPC, one at a time. An event whose kind is not set is of a kind that this client does not know.
 */
public final class Watch
        implements Iterable<WatchEventsResponse>,
                Flow.Publisher<WatchEventsResponse>,
                AutoCloseable {
    private final Flow.Publisher<WatchEventsResponse> source;
    private final Set<BlockingIterator<?>> iterators = ConcurrentHashMap.newKeySet();

    Watch(Flow.Publisher<WatchEventsResponse> source) {
        this.source = source;
    }

    @Override
    public Iterator<WatchEventsResponse> iterator() {
        var iterator = new BlockingIterator<WatchEventsResponse>(iterators::remove);
        iterators.add(iterator);
        source.subscribe(iterator);
        return iterator;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super WatchEventsResponse> subscriber) {
        source.subscribe(subscriber);
    }

    /** Ends all iterators. Subscribers cancel their subscriptions, or end with their daemon. */
    @Override
    public void close() {
        iterators.forEach(BlockingIterator::close);
    }
}
