package odind.client;

import io.grpc.Status;

import java.io.Serializable;
import java.util.Map;

/**
 * An error as it is told: {@code exception} makes what is thrown of it, anew for each who is told.
 */
record Failure(Status.Code code, String reason, String message, Map<String, String> metadata)
        implements Serializable {
    Failure {
        metadata = Map.copyOf(metadata);
    }

    /**
     * Makes a failure of our own: the variables fill in the places that the message has for them.
     */
    static Failure of(
            Status.Code code, String reason, String message, Map<String, String> variables) {
        String text = message;
        for (var variable : variables.entrySet()) {
            text = text.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        return new Failure(code, reason, text, variables);
    }

    static Failure plain(Status.Code code, String message) {
        return new Failure(code, "", message, Map.of());
    }

    static Failure unreachable(String target, String detail) {
        return of(
                Status.Code.UNAVAILABLE,
                "DAEMON_UNREACHABLE",
                "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
                Map.of("target", target, "detail", detail));
    }

    static Failure invalid(String reason, String message, Map<String, String> variables) {
        return of(Status.Code.INVALID_ARGUMENT, reason, message, variables);
    }

    OdindException exception() {
        return exception(null);
    }

    OdindException exception(Throwable cause) {
        return switch (code) {
            case INVALID_ARGUMENT -> new InvalidArgumentException(this, cause);
            case PERMISSION_DENIED -> new PermissionDeniedException(this, cause);
            case NOT_FOUND -> new NotFoundException(this, cause);
            case ALREADY_EXISTS -> new AlreadyExistsException(this, cause);
            case FAILED_PRECONDITION -> new FailedPreconditionException(this, cause);
            case RESOURCE_EXHAUSTED -> new ResourceExhaustedException(this, cause);
            case UNAVAILABLE -> new UnavailableException(this, cause);
            default -> new OdindException(this, cause);
        };
    }
}
