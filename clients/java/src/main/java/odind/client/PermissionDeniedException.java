package odind.client;

/** The caller may not do this: use another token or key. */
public final class PermissionDeniedException extends OdindException {
    private static final long serialVersionUID = 1;

    PermissionDeniedException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
