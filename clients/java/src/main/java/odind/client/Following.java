package odind.client;

import io.grpc.ManagedChannel;

import odind.v1.WatchEventsRequest;
import odind.v1.WatchEventsResponse;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Watches, and watches again where a watch ended.
 *
 * @param channel to the daemon
 * @param target of it
 * @param request what to watch
 */
record Following(ManagedChannel channel, Target target, WatchEventsRequest request)
        implements Flow.Publisher<WatchEventsResponse> {

    @Override
    public void subscribe(Flow.Subscriber<? super WatchEventsResponse> subscriber) {
        Follower follower = new Follower(this, Objects.requireNonNull(subscriber));
        subscriber.onSubscribe(follower);
        follower.watch();
    }

    /** Stands between the subscriber and one watch after the other. */
    private static final class Follower
            implements Flow.Subscription, Flow.Subscriber<WatchEventsResponse> {
        private final Following following;
        private final Flow.Subscriber<? super WatchEventsResponse> subscriber;
        private final Pauses pauses = new Pauses();
        private WatchEventsRequest request;
        private Flow.Subscription watch;
        private long wanted;
        private boolean cancelled;

        Follower(Following following, Flow.Subscriber<? super WatchEventsResponse> subscriber) {
            this.following = following;
            this.subscriber = subscriber;
            this.request = following.request();
        }

        void watch() {
            if (!isCancelled()) {
                following.channel().resetConnectBackoff(); // the pauses are ours
                new WatchCall(following.channel(), following.target(), request).subscribe(this);
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription subscription) {
            watch = subscription;
            if (cancelled) {
                watch.cancel();
            } else if (wanted > 0) {
                watch.request(wanted);
            }
        }

        @Override
        public synchronized void request(long count) {
            wanted = count <= 0 ? wanted : Math.max(wanted, wanted + count);
            if (watch != null) {
                watch.request(count);
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (watch != null) {
                watch.cancel();
            }
        }

        @Override
        public void onNext(WatchEventsResponse item) {
            long sequence =
                    item.hasSnapshot()
                            ? item.getSnapshot().getSequence()
                            : item.getEvent().getSequence();
            request =
                    request.toBuilder()
                            .setAfterSequence(sequence)
                            .setSnapshotIfExpired(true)
                            .build();
            pauses.reset();
            answered();
            subscriber.onNext(item);
        }

        private synchronized void answered() {
            wanted = wanted == Long.MAX_VALUE ? wanted : wanted - 1;
        }

        @Override
        public void onComplete() {
            again(pauses.next());
        }

        @Override
        public void onError(Throwable error) {
            if (error instanceof OdindException failed && Pauses.mayPass(failed)) {
                again(pauses.after(failed));
            } else {
                subscriber.onError(error);
            }
        }

        private void again(Duration pause) {
            CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(this::watch);
        }
    }
}
