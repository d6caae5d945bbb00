package odind.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import io.grpc.Status;

import odind.v1.AudioChunk;
import odind.v1.AudioFormat;
import odind.v1.AudioFrame;
import odind.v1.AudioFrames;
import odind.v1.Finish;
import odind.v1.Flush;
import odind.v1.Flushed;
import odind.v1.GetQueueStatus;
import odind.v1.Mark;
import odind.v1.MarkReached;
import odind.v1.Pause;
import odind.v1.QueueStatus;
import odind.v1.Resume;
import odind.v1.SampleFormat;
import odind.v1.SendDrained;
import odind.v1.StreamAudioConfig;
import odind.v1.StreamAudioRequest;
import odind.v1.StreamAudioStarted;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What is said and heard on one connection. Through the daemon's audio socket it has a thread that
 * reads, until it ends; over gRPC it has none of its own.
 */
public final class AudioStream implements Speaker, Listener {
    private static final int MAX_CHUNK_BYTES = 512 << 10;
    private static final int MAX_CHUNK_PACKETS = 400;
    private static final int PACKET_SAMPLES = 960;

    private final ReentrantLock sending =
            new ReentrantLock(); // so that answers come in the order of their questions
    private final Lane lane = new Lane();
    private final Wire wire;
    private final int sampleBytes;
    private final StreamAudioStarted started;

    AudioStream(StreamAudioConfig config, Function<Wire.Ear, Wire> wires) {
        sampleBytes = bytesOf(config.getSend());
        wire = wires.apply(lane);
        started = begun(config);
    }

    private StreamAudioStarted begun(StreamAudioConfig config) {
        try {
            return Waits.forAnswer(
                    ask(
                            StreamAudioRequest.newBuilder().setConfig(config),
                            new Questions.Question<>(StreamAudioStarted.class)));
        } catch (OdindException error) {
            close();
            throw error;
        }
    }

    /** Returns how many bytes a sample of every channel has. */
    private static int bytesOf(AudioFormat format) {
        int one =
                format.getSampleFormat() == SampleFormat.SAMPLE_FORMAT_F32LE
                        ? Float.BYTES
                        : Short.BYTES;
        return one * Math.max(format.getChannels(), 1);
    }

    @Override
    public StreamAudioStarted started() {
        return started;
    }

    @Override
    public void write(ByteBuffer pcm) {
        while (pcm.hasRemaining()) {
            int wanted = Math.min(pcm.remaining(), MAX_CHUNK_BYTES) / sampleBytes;
            int got = spend(wanted, 1);
            int bytes =
                    wanted == 0
                            ? pcm.remaining()
                            : got * sampleBytes; // what is no sample is the daemon's to refuse
            say(AudioChunk.newBuilder().setPcm(ByteString.copyFrom(pcm, bytes)));
        }
    }

    @Override
    public void writeOpus(List<byte[]> packets) {
        for (int sent = 0; sent < packets.size(); ) {
            int got = spend(Math.min(packets.size() - sent, MAX_CHUNK_PACKETS), PACKET_SAMPLES);
            var chunk = AudioChunk.newBuilder();
            packets.subList(sent, sent + got)
                    .forEach(packet -> chunk.addOpus(ByteString.copyFrom(packet)));
            say(chunk);
            sent += got;
        }
    }

    private int spend(int wanted, int samples) {
        return Waits.on(
                () -> {
                    wire.awaitRoom();
                    return lane.credit.spend(wanted, samples);
                });
    }

    private void say(AudioChunk.Builder chunk) {
        say(StreamAudioRequest.newBuilder().setChunk(chunk));
    }

    private void say(StreamAudioRequest.Builder request) {
        Waits.holding(
                sending,
                () -> {
                    lane.requireLive();
                    wire.send(request.build());
                    return null;
                });
    }

    private <T extends Message> CompletableFuture<T> ask(
            StreamAudioRequest.Builder request, Questions.Question<T> question) {
        return Waits.holding(
                sending,
                () -> {
                    CompletableFuture<T> answer = lane.questions.ask(question);
                    wire.send(request.build());
                    return answer;
                });
    }

    private <T extends Message> T answer(StreamAudioRequest.Builder request, Class<T> type) {
        return Waits.forAnswer(ask(request, new Questions.Question<>(type)));
    }

    @Override
    public OutputStream outputStream() {
        return new SpeakerOutput(this, sampleBytes);
    }

    @Override
    public CompletableFuture<MarkReached> mark(String name) {
        return ask(
                StreamAudioRequest.newBuilder().setMark(Mark.newBuilder().setName(name)),
                new Questions.Question<>(MarkReached.class, name));
    }

    @Override
    public Flushed flush() {
        return answer(
                StreamAudioRequest.newBuilder().setFlush(Flush.getDefaultInstance()),
                Flushed.class);
    }

    @Override
    public QueueStatus status() {
        return answer(
                StreamAudioRequest.newBuilder()
                        .setGetQueueStatus(GetQueueStatus.getDefaultInstance()),
                QueueStatus.class);
    }

    @Override
    public SendDrained drain() {
        return answer(
                StreamAudioRequest.newBuilder().setFinish(Finish.getDefaultInstance()),
                SendDrained.class);
    }

    @Override
    public void pause() {
        say(StreamAudioRequest.newBuilder().setPause(Pause.getDefaultInstance()));
    }

    @Override
    public void resume() {
        say(StreamAudioRequest.newBuilder().setResume(Resume.getDefaultInstance()));
    }

    @Override
    public Optional<AudioFrames> receive() {
        return Waits.on(lane.heard::take);
    }

    @Override
    public Iterator<AudioFrame> iterator() {
        return new Frames(this);
    }

    @Override
    public InputStream inputStream() {
        return new ListenerInput(this);
    }

    @Override
    public void close() {
        lane.end(Failure.plain(Status.Code.CANCELLED, "the stream was closed"), false);
        wire.close();
    }
}
