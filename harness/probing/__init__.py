"""Probing a widget: scenarios on hostile host pages, and every call at every moment of a page."""
