package odind.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;

import io.grpc.Status;

import odind.v1.AudioChunk;
import odind.v1.AudioSocketHello;
import odind.v1.Flushed;
import odind.v1.LaneEnded;
import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(60)
class DoorWireTest implements Wire.Ear {
    /** More than a socket holds that nobody reads. */
    private static final int MUCH = 512 << 10;

    private static final int REQUESTS = 8;

    @TempDir Path folder;
    private final BlockingQueue<StreamAudioResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Optional<Failure>> ended = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocketChannel server;
    private SocketChannel daemon;
    private DataInputStream said;
    private DoorWire door;

    @Override
    public void onResponse(StreamAudioResponse response) {
        responses.add(response);
    }

    @Override
    public void onEnd(Failure why) {
        ended.complete(Optional.ofNullable(why));
    }

    @BeforeEach
    void enter() throws Exception {
        Path path = folder.resolve("odind.audio");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        door = new DoorWire(path.toString(), this, gone -> over.countDown());
        daemon = server.accept();
        said = new DataInputStream(Channels.newInputStream(daemon));
        door.begin("secret");
    }

    @AfterEach
    void leave() throws IOException {
        door.close();
        daemon.close();
        server.close();
    }

    private byte[] next() throws IOException {
        byte[] message = new byte[said.readInt()];
        said.readFully(message);
        return message;
    }

    private void say(MessageLite message) throws IOException {
        byte[] bytes = message.toByteArray();
        daemon.write(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip());
    }

    private Failure end() throws Exception {
        Optional<Failure> why = ended.get();
        over.await();
        return why.orElse(null);
    }

    private Thread writing() {
        var chunk = AudioChunk.newBuilder().setPcm(ByteString.copyFrom(new byte[MUCH]));
        var request = StreamAudioRequest.newBuilder().setChunk(chunk).build();
        Thread writer =
                new Thread(
                        () -> {
                            for (int n = 0; n < REQUESTS; n++) {
                                door.send(request);
                            }
                        });
        writer.start();
        return writer;
    }

    @Test
    void itShowsWhoCallsFirst() throws Exception {
        assertEquals("secret", AudioSocketHello.parseFrom(next()).getBearer());
    }

    @Test
    void messagesComeUntilTheCallHasEnded() throws Exception {
        say(StreamAudioResponse.newBuilder().setFlushed(Flushed.getDefaultInstance()).build());
        say(StreamAudioResponse.newBuilder().setCallEnded(LaneEnded.getDefaultInstance()).build());
        assertTrue(responses.take().hasFlushed());
        assertNull(end());
    }

    @Test
    void anErrorThatEndsTheCallIsTold() throws Exception {
        var why = LaneEnded.newBuilder().setCode("NOT_FOUND").setReason("CONNECTION_NOT_FOUND");
        say(StreamAudioResponse.newBuilder().setCallEnded(why).build());
        assertEquals("CONNECTION_NOT_FOUND", end().reason());
    }

    @Test
    void aDaemonThatGoesIsUnreachable() throws Exception {
        daemon.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, 1})); // half a message
        daemon.close();
        assertEquals("DAEMON_UNREACHABLE", end().reason());
    }

    @Test
    void aMessageThatNobodyCanMeanIsRefused() throws Exception {
        daemon.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, end().code());
    }

    @Test
    void anInterruptedWriterWritesAllAndStaysInterrupted() throws Exception {
        next(); // the hello
        var interrupted = new CompletableFuture<Boolean>();
        Thread writer =
                new Thread(
                        () -> {
                            Thread.currentThread().interrupt();
                            var pcm = ByteString.copyFrom(new byte[MUCH]);
                            var chunk = AudioChunk.newBuilder().setPcm(pcm);
                            door.send(StreamAudioRequest.newBuilder().setChunk(chunk).build());
                            interrupted.complete(Thread.currentThread().isInterrupted());
                        });
        writer.start();
        assertEquals(MUCH, StreamAudioRequest.parseFrom(next()).getChunk().getPcm().size());
        assertTrue(interrupted.get());
        assertFalse(ended.isDone());
    }

    @Test
    void closingEndsWhoWritesAndWhoReads() throws Exception {
        Thread writer = writing();
        next(); // the hello: it has begun
        door.close();
        writer.join();
        assertEquals(Status.Code.CANCELLED, end().code());
    }
}
