"""Skills, queues, entry points, calendars, reasons, wrap-up codes and trunks."""
