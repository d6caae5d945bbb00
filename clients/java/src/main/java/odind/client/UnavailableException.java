package odind.client;

/**
 * The daemon cannot answer now: retry later. Its reason is DAEMON_UNREACHABLE where no daemon
 * answers.
 */
public final class UnavailableException extends OdindException {
    private static final long serialVersionUID = 1;

    UnavailableException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
