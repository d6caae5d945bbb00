package odind.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;

import odind.v1.GetConnectionRequest;
import odind.v1.GetInfoRequest;
import odind.v1.GetInfoResponse;
import odind.v1.JoinRoomRequest;
import odind.v1.RoomServiceGrpc;
import odind.v1.ServerServiceGrpc;
import odind.v1.StreamAudioConfig;
import odind.v1.WatchEventsRequest;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A daemon that somebody else runs. Everything blocks until it is done, and may be called by any
 * thread; interrupting that thread gives up. What fails in the daemon is an {@link OdindException}
 * with a reason.
 */
public final class Daemon implements AutoCloseable {
    /** The version of this client. */
    public static final String VERSION = "0.1.0";

    private final Options options;
    private final ManagedChannel channel;
    private final Calls calls;
    private final Wires wires;

    Daemon(Options options, ManagedChannel channel) {
        this.options = options;
        this.channel = channel;
        this.calls = new Calls(channel, options);
        this.wires = new Wires(channel, options);
    }

    /**
     * Prepares to talk to the daemon of this machine, or that of ODIND_TARGET; the first call
     * dials.
     *
     * @return the daemon, to be closed after use
     * @throws InvalidArgumentException as {@link DaemonBuilder#connect} does
     */
    public static Daemon connect() {
        return builder().connect();
    }

    /**
     * Says how to connect.
     *
     * @return a builder
     */
    public static DaemonBuilder builder() {
        return new DaemonBuilder();
    }

    /**
     * Returns where the daemon is.
     *
     * @return {@code unix:/path} or {@code host:port}
     */
    public String target() {
        return options.target().text();
    }

    /**
     * Returns the channel, for generated stubs. Their calls carry the credentials and the timeout
     * of this daemon, are not retried, and throw errors of gRPC, which {@link OdindException#of}
     * translates. {@link #call} does all of that.
     *
     * @return the channel, which ends with this
     */
    public Channel channel() {
        return channel;
    }

    /**
     * Makes any unary call, with this daemon's credentials, timeout and retries.
     *
     * @param <Q> the type of requests
     * @param <A> the type of answers
     * @param method as {@code PlayerServiceGrpc.getCreatePlayerMethod()}
     * @param request what to ask
     * @return the answer
     */
    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return call(method, request, options.callTimeout());
    }

    /**
     * Makes any unary call within a time of its own.
     *
     * @param <Q> the type of requests
     * @param <A> the type of answers
     * @param method as {@code PlayerServiceGrpc.getCreatePlayerMethod()}
     * @param request what to ask
     * @param timeout how long it may take, with its retries; zero: as long as it takes
     * @return the answer
     */
    public <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        return calls.call(method, request, timeout);
    }

    /**
     * Describes the daemon.
     *
     * @return what it says of itself
     */
    public GetInfoResponse info() {
        return call(ServerServiceGrpc.getGetInfoMethod(), GetInfoRequest.getDefaultInstance());
    }

    /**
     * Enters a room.
     *
     * @param roomId the room
     * @param details says who joins, and how: {@code join -> join.setUserId("alice")}
     * @return the connection; closing it leaves the room
     */
    public Connection join(String roomId, Consumer<JoinRoomRequest.Builder> details) {
        var request = JoinRoomRequest.newBuilder().setRoomId(roomId);
        details.accept(request);
        return new Connection(
                this, call(RoomServiceGrpc.getJoinRoomMethod(), request.build()).getConnection());
    }

    /**
     * Asks for a connection by its id.
     *
     * @param id the id
     * @return the connection; closing it leaves the room
     */
    public Connection connection(String id) {
        var request = GetConnectionRequest.newBuilder().setConnectionId(id).build();
        return new Connection(
                this, call(RoomServiceGrpc.getGetConnectionMethod(), request).getConnection());
    }

    /**
     * Returns a connection by its id, unseen: only the id of its view is set.
     *
     * @param id the id
     * @return the connection; closing it leaves the room
     */
    public Connection attached(String id) {
        return new Connection(this, odind.v1.Connection.newBuilder().setConnectionId(id).build());
    }

    /**
     * Lists all connections, oldest first; pages are asked for as they are needed.
     *
     * @return the connections
     */
    public Iterable<Connection> connections() {
        return connections(0);
    }

    /**
     * Lists all connections, oldest first.
     *
     * @param pageSize how many are asked for at once; 0: as the daemon likes
     * @return the connections
     */
    public Iterable<Connection> connections(int pageSize) {
        return () -> new Pages(this, pageSize);
    }

    /**
     * Watches what happens.
     *
     * @param request which connections and kinds of events; {@link
     *     WatchEventsRequest#getDefaultInstance} is all
     * @return a snapshot, and then events, until the daemon ends it, as it does when it stops
     */
    public Watch watch(WatchEventsRequest request) {
        return new Watch(new WatchCall(channel, options.target(), request));
    }

    /**
     * Watches over restarts of the daemon: goes on after the last event that was seen, or with
     * another snapshot where later events are kept no more. Errors that no waiting mends end it.
     *
     * @param request which connections and kinds of events
     * @return a snapshot, and then events, until it is closed
     */
    public Watch follow(WatchEventsRequest request) {
        return new Watch(new Following(channel, options.target(), request));
    }

    /**
     * Opens a stream on the connection that the config names.
     *
     * @param config everything that it can say
     * @return the stream
     */
    public AudioStream audio(StreamAudioConfig config) {
        return new AudioStream(config, wires::open);
    }

    /** Ends all calls and streams. Connections stay in their rooms. */
    @Override
    public void close() {
        channel.shutdownNow();
        wires.close();
    }
}
