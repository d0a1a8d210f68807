"""The browser laboratory: see the Circle work, move a lever, understand why.

One Solara app with two routes: `/`, the laboratory's own page, and `/mesa`, Mesa's standard viewer on the same model
with the same panels. It needs the extra `app`; nothing here is imported by the rest of the package but the command
that starts it.
"""
