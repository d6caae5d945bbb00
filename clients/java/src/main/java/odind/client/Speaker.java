package odind.client;

import odind.v1.Flushed;
import odind.v1.MarkReached;
import odind.v1.QueueStatus;
import odind.v1.SendDrained;
import odind.v1.StreamAudioStarted;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Speaks on a connection. Any thread may call it, and interrupting that thread ends its wait, not
 * the stream. Everything throws the error that has ended the stream.
 */
public interface Speaker extends AutoCloseable {
    /**
     * Returns how the stream has started.
     *
     * @return the formats, defaults filled in
     */
    StreamAudioStarted started();

    /**
     * Speaks samples after those written before; waits while the daemon takes no more. What was
     * written when the wait is interrupted is spoken.
     *
     * @param pcm whole samples, little-endian, channels interleaved; they are taken out as they are
     *     sent
     */
    void write(ByteBuffer pcm);

    /**
     * Speaks samples after those written before; waits while the daemon takes no more.
     *
     * @param pcm whole samples, little-endian, channels interleaved
     */
    default void write(byte[] pcm) {
        write(ByteBuffer.wrap(pcm));
    }

    /**
     * Speaks Opus packets; waits while the daemon takes no more.
     *
     * @param packets of 20 ms each; an empty one is silence
     */
    void writeOpus(List<byte[]> packets);

    /**
     * Returns a stream that speaks what is written to it. Closing it does not close this.
     *
     * @return a stream that keeps a part of a sample until the rest comes
     */
    OutputStream outputStream();

    /**
     * Sets a mark behind what was written so far.
     *
     * @param name at most 256 bytes
     * @return completed once what is before the mark was spoken or dropped. Its callbacks run in
     *     the thread that reads for the stream: what takes long there, or waits for the stream,
     *     belongs in the forms that end in Async
     */
    CompletableFuture<MarkReached> mark(String name);

    /**
     * Drops what waits to be spoken.
     *
     * @return how much that was
     */
    Flushed flush();

    /**
     * Asks what waits to be spoken.
     *
     * @return the answer
     */
    QueueStatus status();

    /** Holds what waits to be spoken. */
    void pause();

    /** Goes on after a pause. */
    void resume();

    /**
     * Waits until everything was spoken. Nothing can be written afterwards.
     *
     * @return how much was spoken
     */
    SendDrained drain();

    /** Ends the stream at once, spoken or not: {@link #drain} before. */
    @Override
    void close();
}
