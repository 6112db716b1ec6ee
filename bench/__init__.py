"""Measurements that a developer runs: what a change gains and loses, and how fast things are beside their peers."""
