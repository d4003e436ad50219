"""The stamp: whose workbook it is, of what, and which answers its maker had in front of them. Signed."""

from dataclasses import asdict, dataclass

from django.core import signing
from django.utils.translation import gettext as _

from assessments.workbooks import layout
from assessments.workbooks.refusals import Refused

SALT = "assessments.workbook"


@dataclass(frozen=True)
class Stamp:
    framework: str
    framework_version: str
    framework_digest: str
    council: str
    """GSS code."""
    council_name: str
    round: str
    """Slug."""
    round_name: str
    language: str
    made_at: str
    """ISO 8601."""
    made_by: str
    seen: dict[str, str]
    """By question code: version and fingerprint of the answer in the workbook, as on the section page."""
    barriers: dict[str, list[str]]
    """By area code: the codes of the barriers that were ticked."""
    layout: int = layout.VERSION


def sign(stamp: Stamp) -> str:
    return signing.dumps(asdict(stamp), salt=SALT, compress=True)


def unsign(text: str) -> Stamp:
    """Raises Refused where anybody but this service wrote the text."""
    try:
        fields = signing.loads(text.strip(), salt=SALT)
    except signing.BadSignature as error:
        message = _(
            "The hidden mark in this workbook, which says whose answers these are, has been changed or cut. "
            "Download a new workbook and copy your answers into it."
        )
        raise Refused(message) from error
    if fields.get("layout") != layout.VERSION:
        raise Refused(
            _(
                "This workbook was made by another version of the service and can’t be read any more. "
                "Download a new workbook and copy your answers into it."
            )
        )
    return Stamp(**fields)
