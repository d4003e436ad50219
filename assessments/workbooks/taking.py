"""From an uploaded file to a read workbook of this assessment."""

from django.core.files import File

from assessments.models import Assessment
from assessments.workbooks import keeping, safety
from assessments.workbooks.belonging import check_belongs
from assessments.workbooks.comparing import Workbook
from assessments.workbooks.opening import open_workbook
from assessments.workbooks.reading import read, read_stamp
from characteristics.queries import read_framework


def take(file: "File[bytes]", assessment: Assessment) -> str:
    """What the file says, as canonical JSON. Raises Refused, before anything is parsed that may do harm."""
    sheets = open_workbook(file.read(safety.MAX_BYTES + 1))
    stamp = read_stamp(sheets)
    check_belongs(stamp, assessment)
    return keeping.to_json(stamp, read(sheets, read_framework(assessment.round.framework), stamp))


def taken(content: str, assessment: Assessment) -> Workbook:
    """The same, once it has been kept."""
    stamp, reading = keeping.from_json(content)
    return Workbook(read_framework(assessment.round.framework), stamp, reading)
