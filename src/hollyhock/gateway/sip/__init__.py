"""The door to SIP over WebSocket."""
