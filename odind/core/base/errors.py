"""The seven errors of odind, named by what the caller should do next.

Every error carries an UPPER_SNAKE `reason` that programs switch on, a sentence for people, and in
`metadata` every variable of that sentence. Adapters map the classes to their wire once; anything else
that escapes is a bug of ours.
"""


class OdindError(Exception):
    """An error that the caller is meant to see.

    `message` is a template: its `{names}` are filled from `metadata`, so text and metadata cannot differ.
    """

    def __init__(self, reason: str, message: str, **metadata: object) -> None:
        self.reason = reason
        self.metadata = {name: str(value) for name, value in metadata.items()}
        self.message = message.format_map(self.metadata) if metadata else message
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} ({self.reason})"


class InvalidArgumentError(OdindError):
    """Fix the call: it can never succeed as it is."""


class PermissionDeniedError(OdindError):
    """Come with another token or key."""


class NotFoundError(OdindError):
    """Refresh your view: what the call names is not there."""


class AlreadyExistsError(OdindError):
    """It is there already, or somebody holds it."""


class FailedPreconditionError(OdindError):
    """Change the state first, then call again."""


class ResourceExhaustedError(OdindError):
    """Back off: a limit is reached."""


class UnavailableError(OdindError):
    """Retry later: something outside is not answering."""
