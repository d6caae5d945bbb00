package odind.client;

/** The call does not fit the present state: change that first. */
public final class FailedPreconditionException extends OdindException {
    private static final long serialVersionUID = 1;

    FailedPreconditionException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
