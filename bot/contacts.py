"""Where people can always turn: the national portal and its call centre."""

from __future__ import annotations

PORTAL = "https://dichvucong.gov.vn"
HOTLINE = "1800 1096"
