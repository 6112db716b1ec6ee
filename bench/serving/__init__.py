"""cancu beside other engines over HTTP: ``python -m bench.serving`` (``make bench BENCHES=serving``)."""
