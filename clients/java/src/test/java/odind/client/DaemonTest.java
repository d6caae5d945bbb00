package odind.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import odind.v1.Event;
import odind.v1.JoinRoomRequest;
import odind.v1.JoinRoomResponse;
import odind.v1.LeaveRoomRequest;
import odind.v1.LeaveRoomResponse;
import odind.v1.Peer;
import odind.v1.RoomServiceGrpc;
import odind.v1.Snapshot;
import odind.v1.WatchEventsRequest;
import odind.v1.WatchEventsResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class DaemonTest {
    private static final WatchEventsRequest ALL = WatchEventsRequest.getDefaultInstance();

    private final Rooms rooms = new Rooms();
    private Server server;
    private Daemon daemon;

    /** A daemon of which the test says what it answers. */
    private static final class Rooms extends RoomServiceGrpc.RoomServiceImplBase {
        final BlockingQueue<JoinRoomRequest> joins = new LinkedBlockingQueue<>();
        final BlockingQueue<WatchEventsRequest> watched = new LinkedBlockingQueue<>();
        final BlockingQueue<ServerCallStreamObserver<WatchEventsResponse>> watches =
                new LinkedBlockingQueue<>();
        final CountDownLatch cancelled = new CountDownLatch(1);
        final BlockingQueue<String> left = new LinkedBlockingQueue<>();

        @Override
        public void joinRoom(JoinRoomRequest request, StreamObserver<JoinRoomResponse> answer) {
            joins.add(request);
            if (joins.size() == 1) {
                answer.onError(Status.UNAVAILABLE.asRuntimeException());
            } else {
                answer.onNext(JoinRoomResponse.getDefaultInstance());
                answer.onCompleted();
            }
        }

        @Override
        public void leaveRoom(LeaveRoomRequest request, StreamObserver<LeaveRoomResponse> answer) {
            left.add(request.getConnectionId());
            answer.onError(Status.NOT_FOUND.asRuntimeException());
        }

        @Override
        public void watchEvents(
                WatchEventsRequest request, StreamObserver<WatchEventsResponse> answer) {
            var watch = (ServerCallStreamObserver<WatchEventsResponse>) answer;
            watch.setOnCancelHandler(cancelled::countDown);
            watched.add(request);
            watches.add(watch);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        String name = UUID.randomUUID().toString();
        server = InProcessServerBuilder.forName(name).addService(rooms).build().start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        var builder = Daemon.builder().target("127.0.0.1:7710").retries(1);
        daemon = new Daemon(Options.of(builder.environment(Map.of())), channel);
    }

    @AfterEach
    void close() {
        daemon.close();
        server.shutdownNow();
    }

    private static WatchEventsResponse event(long sequence) {
        return WatchEventsResponse.newBuilder()
                .setEvent(Event.newBuilder().setSequence(sequence))
                .build();
    }

    private static WatchEventsResponse part(boolean more, String connection, int peer) {
        var view = odind.v1.Connection.newBuilder().setConnectionId(connection);
        view.addPeers(Peer.newBuilder().setPeerId(peer));
        return WatchEventsResponse.newBuilder()
                .setSnapshot(Snapshot.newBuilder().addConnections(view).setMore(more))
                .build();
    }

    @Test
    void aJoinIsSentAgainWithTheSameId() {
        daemon.join("lobby", join -> join.setUserId("alice"));
        var first = rooms.joins.remove().getRequestId();
        assertFalse(first.isEmpty());
        assertEquals(first, rooms.joins.remove().getRequestId());
    }

    @Test
    void whoClosesAConnectionThatIsGoneDoesNotMindNorAnInterruption() {
        Thread.currentThread().interrupt();
        daemon.attached("c-1").close();
        assertTrue(Thread.interrupted());
        assertEquals("c-1", rooms.left.remove());
    }

    @Test
    void anIteratorHasSnapshotsWholeAndSkipsWhatItDoesNotKnow() throws Exception {
        var items = daemon.watch(ALL).iterator();
        var watch = rooms.watches.take();
        watch.onNext(part(true, "c-1", 1));
        watch.onNext(part(true, "c-1", 2));
        watch.onNext(part(false, "c-2", 3));
        watch.onNext(WatchEventsResponse.getDefaultInstance());
        watch.onNext(event(5));
        watch.onCompleted();
        var snapshot = items.next().getSnapshot();
        assertEquals(2, snapshot.getConnectionsCount());
        assertEquals(2, snapshot.getConnections(0).getPeersCount());
        assertEquals(5, items.next().getEvent().getSequence());
        assertFalse(items.hasNext());
    }

    @Test
    void anInterruptedIteratorEndsItsCall() throws Exception {
        var items = daemon.watch(ALL).iterator();
        rooms.watches.take();
        Thread.currentThread().interrupt();
        var error = assertThrows(OdindException.class, items::hasNext);
        assertTrue(Thread.interrupted());
        assertEquals(Status.Code.CANCELLED, error.code());
        assertTrue(rooms.cancelled.await(30, TimeUnit.SECONDS));
        assertFalse(items.hasNext());
    }

    @Test
    void whoWaitsForAWatchThatIsClosedIsAtItsEnd() throws Exception {
        var watch = daemon.watch(ALL);
        var items = watch.iterator();
        var more = CompletableFuture.supplyAsync(items::hasNext);
        rooms.watches.take();
        watch.close();
        assertFalse(more.get(30, TimeUnit.SECONDS));
        assertTrue(rooms.cancelled.await(30, TimeUnit.SECONDS));
    }

    /** Asks for one item, and then for no more. */
    private static final class Modest implements Flow.Subscriber<WatchEventsResponse> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final BlockingQueue<WatchEventsResponse> items = new LinkedBlockingQueue<>();
        final CompletableFuture<Throwable> failed = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            given.request(1);
            subscription.complete(given);
        }

        @Override
        public void onNext(WatchEventsResponse item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable error) {
            failed.complete(error);
        }

        @Override
        public void onComplete() {
            failed.complete(null);
        }
    }

    @Test
    void aSubscriberIsToldNoMoreThanItHasAskedFor() throws Exception {
        Modest subscriber = new Modest();
        daemon.watch(ALL).subscribe(subscriber);
        var watch = rooms.watches.take();
        watch.onNext(event(1));
        watch.onNext(event(2));
        watch.onError(Status.PERMISSION_DENIED.asRuntimeException());
        assertEquals(1, subscriber.items.take().getEvent().getSequence());
        assertFalse(subscriber.failed.isDone());
        subscriber.subscription.get().request(1);
        assertEquals(2, subscriber.items.take().getEvent().getSequence());
        assertTrue(subscriber.failed.get() instanceof PermissionDeniedException);
    }

    @Test
    void aSubscriberThatCancelsEndsItsCall() throws Exception {
        Modest subscriber = new Modest();
        daemon.follow(ALL).subscribe(subscriber);
        rooms.watches.take();
        subscriber.subscription.get().cancel();
        assertTrue(rooms.cancelled.await(30, TimeUnit.SECONDS));
        assertFalse(subscriber.failed.isDone());
    }

    @Test
    void aFollowerGoesOnAfterTheLastEventThatItSaw() throws Exception {
        var items = daemon.follow(ALL).iterator();
        assertFalse(rooms.watched.take().hasAfterSequence());
        var first = rooms.watches.take();
        first.onNext(event(7));
        assertEquals(7, items.next().getEvent().getSequence());
        first.onError(Status.UNAVAILABLE.asRuntimeException());
        var again = rooms.watched.take();
        assertEquals(7, again.getAfterSequence());
        assertTrue(again.getSnapshotIfExpired());
        rooms.watches.take().onNext(event(8));
        assertEquals(8, items.next().getEvent().getSequence());
    }
}
