"""Runs are asked for: a sweep, a comparison or an estimate lays out what is to be run, has it made and keeps it."""
