"""Tables of operations, participants' answers, reports and counted sessions."""

from jalon.reports.models.answer import AnswerTally, ParticipantAnswer
from jalon.reports.models.figure import PartnerMonth, SessionFigure
from jalon.reports.models.operation import Operation, OperationActivity, Participation
from jalon.reports.models.report import Report, ReportChange

__all__ = [
    "AnswerTally",
    "Operation",
    "OperationActivity",
    "ParticipantAnswer",
    "Participation",
    "PartnerMonth",
    "Report",
    "ReportChange",
    "SessionFigure",
]
