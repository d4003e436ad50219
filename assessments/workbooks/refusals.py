"""Why a file as a whole is turned away."""


class Refused(Exception):
    """The file can't be taken. The message names the fault and says what to do; nothing has been stored."""
