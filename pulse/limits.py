"""How often one network may answer. The limiter is the one of sign-in; it forgets an address after a minute."""

from allauth.core import ratelimit
from django.http import HttpRequest
from redis.exceptions import RedisError


def is_allowed(request: HttpRequest) -> bool:
    """Counts this sending. Where the counters are away, people can answer all the same."""
    try:
        allowed: bool = ratelimit.consume(request, action="pulse")
    except RedisError:
        return True
    return allowed
