"""Asterisk's configuration, rendered from settings and secrets into the home folder."""

from hollyhock.adapters.asterisk.config.layout import APP, TRUNK, SwitchLayout
from hollyhock.adapters.asterisk.config.render import command, render
from hollyhock.adapters.asterisk.config.trunks import Trunk

__all__ = ["APP", "TRUNK", "SwitchLayout", "Trunk", "command", "render"]
