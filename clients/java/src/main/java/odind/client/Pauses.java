package odind.client;

import java.time.Duration;
import java.util.Optional;

/** Growing waits between attempts: a tenth of a second, twice as much each time, 5 s at most. */
final class Pauses {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private Duration upcoming = FIRST;

    /** Returns how long to wait now. */
    Duration next() {
        Duration pause = upcoming;
        upcoming = shorter(pause.multipliedBy(2), LONGEST);
        return pause;
    }

    /** Returns how long to wait now, what the daemon asks for included. */
    Duration after(OdindException error) {
        Duration pause = next();
        return error.retryAfter().filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
    }

    void reset() {
        upcoming = FIRST;
    }

    /** Says whether a call may succeed later. */
    static boolean mayPass(OdindException error) {
        Optional<Duration> asked = error.retryAfter();
        return asked.map(time -> time.compareTo(LONGEST_ASKED) <= 0)
                .orElse(error instanceof UnavailableException);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
