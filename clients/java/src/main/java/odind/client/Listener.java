package odind.client;

import odind.v1.AudioFrame;
import odind.v1.AudioFrames;
import odind.v1.StreamAudioStarted;

import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;

/**
 * Listens on a connection. As an {@link Iterable} it has frame after frame, until the connection
 * was left. Who does not receive for ten seconds loses the oldest, and is told how much.
 */
public interface Listener extends AutoCloseable, Iterable<AudioFrame> {
    /**
     * Returns how the stream has started.
     *
     * @return the formats, defaults filled in
     */
    StreamAudioStarted started();

    /**
     * Waits for what is heard next.
     *
     * @return the frames of one tick, and how much was dropped before; nothing once the connection
     *     was left
     */
    Optional<AudioFrames> receive();

    /**
     * Returns what comes next, frame by frame. All iterators of a stream, and {@link #receive},
     * share what comes.
     *
     * @return an iterator that waits, and ends once the connection was left
     */
    @Override
    Iterator<AudioFrame> iterator();

    /**
     * Returns the samples of what is heard, for a stream that listens to the mix.
     *
     * @return a stream for one thread at a time; closing it does not close this
     */
    InputStream inputStream();

    /** Ends the stream. */
    @Override
    void close();
}
