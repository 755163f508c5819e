"""Headless browser test harness for the Livechatoo chat widget's JavaScript API."""

__version__ = "0.1.0"
