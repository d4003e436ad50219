"""Whether a workbook belongs to the assessment that it is uploaded to."""

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.workbooks.refusals import Refused
from assessments.workbooks.stamping import Stamp


def check_belongs(stamp: Stamp, assessment: Assessment) -> None:
    """Raises Refused for another council's workbook, another round's or another framework's."""
    if stamp.council != assessment.council.gss_code:
        raise Refused(
            _("This workbook belongs to another council. Upload the one that you downloaded for %(council)s.")
            % {"council": assessment.council.name}
        )
    if stamp.round != assessment.round.slug:
        raise Refused(
            _(
                "This workbook belongs to another round, %(other)s. Upload it there if that round is still open, or "
                "download a new workbook for %(round)s."
            )
            % {"other": stamp.round_name, "round": assessment.round.name}
        )
    framework = assessment.round.framework
    here = (framework.code, framework.version, framework.digest)
    if (stamp.framework, stamp.framework_version, stamp.framework_digest) != here:
        raise Refused(
            _(
                "This workbook asks the questions of another framework or of another version of it (%(other)s). "
                "Download a new workbook and copy your answers into it."
            )
            % {"other": f"{stamp.framework} {stamp.framework_version}"}
        )
