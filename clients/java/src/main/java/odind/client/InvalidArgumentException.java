package odind.client;

/** The call is wrong: fix it. */
public final class InvalidArgumentException extends OdindException {
    private static final long serialVersionUID = 1;

    InvalidArgumentException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
