"""Attacks on the product: what machines, disks, people and chance do to it, done on purpose and counted.

`python -m tests.torture [NAME ...] [--short]` prints one line per attack; the tests run the short forms.
"""
