"""The names that a directory knows, looked up once for all checks."""

from __future__ import annotations

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.routing import SEATS


class Known:
    """Codes by kind."""

    def __init__(self, directory: Directory) -> None:
        """Gather them; costs one pass over the directory."""
        codes = {skill.code for skill in directory.skills}
        self.skills = codes | set(SEATS)
        """Whatever a ring can ask for."""
        self.data = {code.partition(".")[0] for code in codes if "." in code}
        """Names of attached values by which rings can ask for a skill."""
        self.queues = {queue.code for queue in directory.queues}
        self.teams = {team.code for team in directory.teams}
        self.sites = {team.site for team in directory.teams}
        """Sites where agents can sit: those that have a team."""
        self.flows = {flow.code: flow for flow in directory.flows}
        self.calendars = {calendar.code: calendar for calendar in directory.calendars}
        self.wrap_up_codes = {code.code for code in directory.wrap_up_codes}
