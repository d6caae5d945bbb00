package odind.client;

import odind.v1.AudioFrames;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What was heard and not received: ten seconds at most, of which the oldest are dropped and
 * counted.
 */
final class Heard {
    static final int UNREAD_MESSAGES = 500;

    private final ArrayDeque<AudioFrames> unread = new ArrayDeque<>();
    private Failure ended;
    private boolean quiet;

    synchronized void add(AudioFrames frames) {
        unread.add(frames);
        if (unread.size() > UNREAD_MESSAGES) {
            int dropped = unread.remove().getDropped() + 1;
            AudioFrames oldest = unread.remove();
            unread.addFirst(oldest.toBuilder().setDropped(oldest.getDropped() + dropped).build());
        }
        notifyAll();
    }

    /** Ends it after what is there; quietly, where that was to be expected. */
    synchronized void end(Failure why, boolean quietly) {
        ended = why;
        quiet = quietly;
        notifyAll();
    }

    /** Waits for what comes next; nothing, once it has ended quietly. */
    synchronized Optional<AudioFrames> take() throws InterruptedException {
        while (unread.isEmpty() && ended == null) {
            wait();
        }
        if (unread.isEmpty() && !quiet) {
            throw ended.exception();
        }
        return Optional.ofNullable(unread.poll());
    }
}
