"""What `arq` is told about logging: nothing, because the worker sets up `app.logs` when it starts."""

ARQ = {"version": 1, "disable_existing_loggers": False}
