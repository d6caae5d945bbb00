package odind.client;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import odind.v1.RoomServiceGrpc;
import odind.v1.WatchEventsRequest;
import odind.v1.WatchEventsResponse;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Watches with a call for each subscriber.
 *
 * @param channel to the daemon
 * @param target of it
 * @param request what to watch
 */
record WatchCall(ManagedChannel channel, Target target, WatchEventsRequest request)
        implements Flow.Publisher<WatchEventsResponse> {

    @Override
    public void subscribe(Flow.Subscriber<? super WatchEventsResponse> subscriber) {
        Call call = new Call(Objects.requireNonNull(subscriber), target.text());
        subscriber.onSubscribe(call);
        RoomServiceGrpc.newStub(channel).watchEvents(request, call);
        call.begin();
    }

    /**
     * The subscription, and what gRPC tells: messages of a kind that we do not know are passed
     * over.
     */
    private static final class Call
            implements Flow.Subscription,
                    ClientResponseObserver<WatchEventsRequest, WatchEventsResponse> {
        private final Flow.Subscriber<? super WatchEventsResponse> subscriber;
        private final String target;
        private final Snapshots snapshots = new Snapshots();
        private ClientCallStreamObserver<WatchEventsRequest> call;
        private boolean begun;
        private long early; // what was requested before the call began
        private volatile boolean cancelled;

        Call(Flow.Subscriber<? super WatchEventsResponse> subscriber, String target) {
            this.subscriber = subscriber;
            this.target = target;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchEventsRequest> call) {
            this.call = call;
            call.disableAutoRequestWithInitial(0);
        }

        synchronized void begin() {
            begun = true;
            if (cancelled) {
                call.cancel("the subscription was cancelled", null);
            } else {
                ask(early);
            }
        }

        private void ask(long count) {
            if (count > 0) {
                call.request((int) Math.min(count, Integer.MAX_VALUE));
            }
        }

        @Override
        public synchronized void request(long count) {
            if (cancelled) {
                return;
            }
            if (count <= 0) {
                cancel();
                subscriber.onError(
                        new IllegalArgumentException(
                                "a subscriber must request at least one item"));
            } else if (begun) {
                ask(count);
            } else {
                early =
                        Math.max(
                                early, early + count); // stays the largest number when it overflows
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (begun) {
                call.cancel("the subscription was cancelled", null);
            }
        }

        @Override
        public void onNext(WatchEventsResponse response) {
            switch (response.getKindCase()) {
                case SNAPSHOT ->
                        snapshots
                                .add(response.getSnapshot())
                                .ifPresentOrElse(
                                        whole ->
                                                tell(
                                                        WatchEventsResponse.newBuilder()
                                                                .setSnapshot(whole)
                                                                .build()),
                                        () -> ask(1));
                case EVENT -> tell(response);
                default -> ask(1);
            }
        }

        private void tell(WatchEventsResponse item) {
            if (!cancelled) {
                subscriber.onNext(item);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!cancelled) {
                subscriber.onError(Failures.translated(error, target));
            }
        }

        @Override
        public void onCompleted() {
            if (!cancelled) {
                subscriber.onComplete();
            }
        }
    }
}
