package odind.client;

/** A limit is reached: back off. */
public final class ResourceExhaustedException extends OdindException {
    private static final long serialVersionUID = 1;

    ResourceExhaustedException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
