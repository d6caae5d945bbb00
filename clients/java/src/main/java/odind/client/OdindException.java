package odind.client;

import io.grpc.Status;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a call of the daemon failed with. The subclass, or the code, says what to do next: fix the
 * call, use another token, look again, change state first, back off, or retry later. The message is
 * the daemon's.
 *
 * <p>Calls that were interrupted have the code {@link Status.Code#CANCELLED} and leave the thread
 * interrupted; calls that took too long have {@link Status.Code#DEADLINE_EXCEEDED}. These two have
 * no reason.
 */
public class OdindException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Failure failure;

    OdindException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /**
     * Translates what a generated stub throws.
     *
     * @param error of gRPC, as {@link io.grpc.StatusRuntimeException}
     * @return the error of the daemon that it carries
     */
    public static OdindException of(Throwable error) {
        return Failures.translated(error, "its target");
    }

    final Failure failure() {
        return failure;
    }

    /**
     * Returns the code, which says what kind of answer this is.
     *
     * @return one of gRPC's codes
     */
    public final Status.Code code() {
        return failure.code();
    }

    /**
     * Returns the reason, for programs.
     *
     * @return UPPER_SNAKE, stable, and listed in the daemon's document REASONS.md; empty where none
     *     is known
     */
    public final String reason() {
        return failure.reason();
    }

    /**
     * Returns the variables of the message.
     *
     * @return their values by their names
     */
    public final Map<String, String> metadata() {
        return failure.metadata();
    }

    /**
     * Returns how long the daemon asks to wait before another attempt.
     *
     * @return the time, or nothing where it does not say
     */
    public final Optional<Duration> retryAfter() {
        return Failures.seconds(metadata().get("retry_after_s"));
    }

    @Override
    public String toString() {
        return super.toString() + " (" + (reason().isEmpty() ? code() : reason()) + ")";
    }
}
