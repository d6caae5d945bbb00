package odind.client;

import odind.v1.AudioFrame;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What is heard, frame by frame, until the connection was left. */
final class Frames implements Iterator<AudioFrame> {
    private final Listener listener;
    private Iterator<AudioFrame> tick = Collections.emptyIterator();
    private boolean over;

    Frames(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean hasNext() {
        while (!over && !tick.hasNext()) {
            var heard = listener.receive();
            over = heard.isEmpty();
            heard.ifPresent(frames -> tick = frames.getFramesList().iterator());
        }
        return !over;
    }

    @Override
    public AudioFrame next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return tick.next();
    }
}
