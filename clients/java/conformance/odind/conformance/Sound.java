package odind.conformance;

import com.google.gson.JsonElement;

import odind.client.AudioStream;
import odind.client.OdindException;
import odind.v1.AudioFrame;
import odind.v1.AudioFrames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** An audio order; frames that one read has left over are for the next. */
final class Sound {
    private final AudioStream stream;
    private final Queue<Object> left = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Sound(AudioStream stream) {
        this.stream = stream;
    }

    void awaitClose() throws InterruptedException {
        closed.await();
    }

    Object control(Arguments a) throws IOException, InterruptedException {
        return switch (a.text("do")) {
            case "write" -> Driver.done(() -> write(a));
            case "write_opus" ->
                    Driver.done(
                            () ->
                                    stream.writeOpus(
                                            a.all("packets").map(Arguments::bytes).toList()));
            case "mark" -> mark(a.text("name"));
            case "flush" -> Driver.json(stream.flush());
            case "status" -> Driver.json(stream.status());
            case "drain" -> Driver.json(stream.drain());
            case "pause" -> Driver.done(stream::pause);
            case "resume" -> Driver.done(stream::resume);
            case "read" -> read(a.number("frames"));
            case "close" -> Driver.done(closed::countDown);
            default -> throw new Driver.UnsupportedException();
        };
    }

    private JsonElement mark(String name) throws IOException, InterruptedException {
        try {
            return Driver.json(stream.mark(name).get());
        } catch (ExecutionException failed) {
            throw OdindException.of(failed.getCause());
        }
    }

    private void write(Arguments a) {
        if (a.has("base64")) {
            stream.write(Arguments.bytes(a.given("base64").orElseThrow()));
            return;
        }
        ByteBuffer sound = samples(a.number("start"), a.number("samples"));
        while (sound.hasRemaining()) {
            ByteBuffer chunk =
                    sound.slice(
                            sound.position(), Math.min(sound.remaining(), 2 * a.number("chunk")));
            sound.position(sound.position() + chunk.remaining());
            stream.write(chunk);
        }
    }

    private static ByteBuffer samples(int start, int count) {
        ByteBuffer sound = ByteBuffer.allocate(Short.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        for (long n = start; n < (long) start + count; n++) {
            sound.putShort((short) (n * 37 % 20_001 - 10_000));
        }
        return sound.flip();
    }

    private Object read(int frames) {
        boolean ended = false;
        while (left.size() < frames && !ended) {
            var heard = stream.receive();
            ended = heard.isEmpty();
            heard.ifPresent(this::keep);
        }
        List<Object> read = new ArrayList<>();
        while (read.size() < frames && !left.isEmpty()) {
            read.add(left.remove());
        }
        return Map.of("frames", read, "ended", ended);
    }

    private void keep(AudioFrames heard) {
        int dropped = heard.getDropped();
        for (AudioFrame frame : heard.getFramesList()) {
            left.add(json(frame, dropped));
            dropped = 0;
        }
    }

    private static Map<String, Object> json(AudioFrame frame, int dropped) {
        return Map.of(
                "peer_id", Integer.toUnsignedLong(frame.getPeerId()),
                "user_id", frame.getUserId(),
                "sequence", Long.toUnsignedString(frame.getSequence()),
                "sha256", HexFormat.of().formatHex(sha256(frame.getPcm().toByteArray())),
                "opus", Base64.getEncoder().encodeToString(frame.getOpus().toByteArray()),
                "gap", frame.getGap().name(),
                "dropped", Integer.toUnsignedLong(dropped));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
