"""The gateway, v10 in JSON (events/gateway): sessions that can be resumed, and the sockets they use."""
