package odind.client;

import odind.v1.AudioFormat;
import odind.v1.LeaveRoomRequest;
import odind.v1.Payload;
import odind.v1.RoomServiceGrpc;
import odind.v1.SendMessageRequest;
import odind.v1.StreamAudioConfig;
import odind.v1.UpdateUserDataRequest;
import odind.v1.WatchEventsRequest;

import java.time.Duration;
import java.util.Arrays;

/** A connection of the daemon to a room. */
public final class Connection implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Daemon daemon;
    private final odind.v1.Connection view;

    Connection(Daemon daemon, odind.v1.Connection view) {
        this.daemon = daemon;
        this.view = view;
    }

    /**
     * Returns the id, which names the connection in all calls.
     *
     * @return the id
     */
    public String id() {
        return view.getConnectionId();
    }

    /**
     * Returns the connection as the daemon described it when this object was made.
     *
     * @return the view
     */
    public odind.v1.Connection view() {
        return view;
    }

    /** Leaves the room. */
    public void leave() {
        daemon.call(RoomServiceGrpc.getLeaveRoomMethod(), leaving());
    }

    /**
     * Leaves the room unless it was left before. Takes 5 s at most, and does not mind that the
     * thread was interrupted.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.call(RoomServiceGrpc.getLeaveRoomMethod(), leaving(), GOODBYE);
        } catch (NotFoundException gone) {
            return; // as it was to be
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private LeaveRoomRequest leaving() {
        return LeaveRoomRequest.newBuilder().setConnectionId(id()).build();
    }

    /**
     * Replaces what other peers know of the connection.
     *
     * @param data as {@link Payloads} makes it
     */
    public void setUserData(Payload data) {
        var request = UpdateUserDataRequest.newBuilder().setConnectionId(id()).setUserData(data);
        daemon.call(RoomServiceGrpc.getUpdateUserDataMethod(), request.build());
    }

    /**
     * Sends a message to all other peers of the room, or to those named.
     *
     * @param message as {@link Payloads} makes it
     * @param peerIds whom to send it to; none: all
     */
    public void send(Payload message, int... peerIds) {
        var request = SendMessageRequest.newBuilder().setConnectionId(id()).setMessage(message);
        Arrays.stream(peerIds).forEach(request::addPeerIds);
        daemon.call(RoomServiceGrpc.getSendMessageMethod(), request.build());
    }

    /**
     * Watches this connection alone, until it is left.
     *
     * @return a snapshot, and then events
     */
    public Watch watch() {
        return daemon.watch(WatchEventsRequest.newBuilder().addConnectionIds(id()).build());
    }

    /**
     * Begins to speak, 48 kHz, mono, 16 bit.
     *
     * @return what to speak to
     */
    public Speaker speak() {
        return speak(AudioFormat.getDefaultInstance());
    }

    /**
     * Begins to speak.
     *
     * @param format of what will be written; what it leaves open is 48 kHz, mono, 16 bit
     * @return what to speak to
     */
    public Speaker speak(AudioFormat format) {
        return audio(StreamAudioConfig.newBuilder().setSend(format).build());
    }

    /**
     * Begins to listen to the mix of all peers, 48 kHz, mono, 16 bit.
     *
     * @return what is heard
     */
    public Listener listen() {
        return listen(AudioFormat.getDefaultInstance());
    }

    /**
     * Begins to listen to the mix of all peers.
     *
     * @param format of what will be heard; what it leaves open is 48 kHz, mono, 16 bit
     * @return what is heard
     */
    public Listener listen(AudioFormat format) {
        return audio(StreamAudioConfig.newBuilder().setReceive(format).build());
    }

    /**
     * Speaks, listens, or both, with everything that a config can say.
     *
     * @param config whose connection is this one
     * @return the stream
     */
    public AudioStream audio(StreamAudioConfig config) {
        return daemon.audio(config.toBuilder().setConnectionId(id()).build());
    }
}
