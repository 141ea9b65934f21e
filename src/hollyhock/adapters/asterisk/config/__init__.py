"""Asterisk's configuration, rendered from settings and secrets into the home folder."""

from hollyhock.adapters.asterisk.config.layout import APP, ARRIVAL, TRUNK, SwitchLayout
from hollyhock.adapters.asterisk.config.render import UNHEARD, command, render
from hollyhock.adapters.asterisk.config.trunks import endpoint_of

__all__ = ["APP", "ARRIVAL", "TRUNK", "UNHEARD", "SwitchLayout", "command", "endpoint_of", "render"]
