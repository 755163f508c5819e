"""The world the browser meets: virtual hosts over TLS on loopback, mocks, the widget's back end."""
