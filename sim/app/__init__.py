"""The laboratory served on this machine: its own page with what needs a server, and Mesa's viewer.

`/` is the page of `sim.page`, which runs the model in the browser, with runs, reasons, regions and studies of this
machine beside; `/mesa` is Mesa's standard viewer on the same model. It needs the extra `app`; nothing here is imported
by the rest of the package but the command that starts it.
"""
