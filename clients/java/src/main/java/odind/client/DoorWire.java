package odind.client;

import com.google.protobuf.MessageLite;

import io.grpc.Status;

import odind.v1.AudioSocketHello;
import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioResponse;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The daemon's audio socket: messages behind their lengths, as the daemon's document
 * AUDIO-SOCKET.md describes. A thread of its own reads until the call is over.
 */
final class DoorWire implements Wire {
    private static final int MESSAGE_LIMIT = 16 << 20;

    private final String path;
    private final PlainSocket socket;
    private final Ear ear;
    private final Consumer<DoorWire> onOver;
    private volatile boolean closed;

    DoorWire(String path, Ear ear, Consumer<DoorWire> onOver) throws IOException {
        this.path = path;
        this.socket = new PlainSocket(path);
        this.ear = ear;
        this.onOver = onOver;
    }

    /** Greets, and begins to read. */
    void begin(String bearer) {
        send(AudioSocketHello.newBuilder().setBearer(bearer).build());
        Thread reader = new Thread(this::read, "odind-audio");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void send(StreamAudioRequest request) {
        send((MessageLite) request);
    }

    private void send(MessageLite message) {
        int size = message.getSerializedSize();
        ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + size);
        framed.putInt(size).put(message.toByteArray()).flip();
        try {
            socket.write(framed);
        } catch (IOException lost) {
            return; // why, the reader tells
        }
    }

    @Override
    public void awaitRoom() {
        // A write waits by itself.
    }

    private void read() {
        Failure why = Failure.plain(Status.Code.INTERNAL, "the stream's reader has failed");
        try (socket) {
            why = listen(new DataInputStream(new BufferedInputStream(socket.input())));
        } catch (IOException lost) {
            why = lost(lost);
        } finally {
            onOver.accept(this);
            ear.onEnd(why);
        }
    }

    private Failure lost(IOException error) {
        if (closed) {
            return Failure.plain(Status.Code.CANCELLED, "the stream was closed");
        }
        boolean quietly = error instanceof EOFException;
        String detail = quietly ? "the connection was closed" : String.valueOf(error.getMessage());
        return Failure.unreachable("unix:" + path, detail);
    }

    /** Returns how the call ended: null, as it should. */
    private Failure listen(DataInputStream input) throws IOException {
        while (true) {
            int size = input.readInt();
            if (Integer.compareUnsigned(size, MESSAGE_LIMIT) > 0) {
                return Failure.plain(
                        Status.Code.RESOURCE_EXHAUSTED, "the daemon's message is too long");
            }
            StreamAudioResponse response = StreamAudioResponse.parseFrom(whole(input, size));
            if (response.hasCallEnded()) {
                var ended = response.getCallEnded();
                return ended.getCode().isEmpty() ? null : Failures.endedBy(ended);
            }
            ear.onResponse(response);
        }
    }

    private static byte[] whole(DataInputStream input, int size) throws IOException {
        byte[] message = new byte[size];
        input.readFully(message);
        return message;
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException already) {
            return; // it is of no use any more
        }
    }
}
