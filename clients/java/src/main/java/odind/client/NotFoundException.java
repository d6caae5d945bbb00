package odind.client;

/** What the call names is not there: look again. */
public final class NotFoundException extends OdindException {
    private static final long serialVersionUID = 1;

    NotFoundException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
