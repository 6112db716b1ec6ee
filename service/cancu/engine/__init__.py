"""engine: what runs in the killable processes of the store: ``reading`` answers questions, ``writing`` does updates.

Apart from ``store``, and leaning on little: such a process is started again whenever a question has cost one, and
somebody waits for it. Nothing here may take long to import.
"""
