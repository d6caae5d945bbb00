package odind.client;

/** What the call makes is there already. */
public final class AlreadyExistsException extends OdindException {
    private static final long serialVersionUID = 1;

    AlreadyExistsException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
